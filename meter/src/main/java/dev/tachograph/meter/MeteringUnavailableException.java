package dev.tachograph.meter;

import org.jspecify.annotations.Nullable;

/** Scripts cannot be metered in this JVM; the message says what to do about it. */
public final class MeteringUnavailableException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message why, and what helps
   * @param cause what was found out first, or {@code null}
   */
  public MeteringUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
