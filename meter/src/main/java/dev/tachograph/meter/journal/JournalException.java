package dev.tachograph.meter.journal;

import org.jspecify.annotations.Nullable;

/**
 * A journal cannot be opened, read or written. The message names the directory or the file, and
 * says what to do.
 */
public class JournalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JournalException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
