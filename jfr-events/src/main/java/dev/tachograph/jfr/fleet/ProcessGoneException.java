package dev.tachograph.jfr.fleet;

import java.io.IOException;

/** A process ended: nobody will answer under its id but another one. */
final class ProcessGoneException extends IOException {
  private static final long serialVersionUID = 1L;

  ProcessGoneException(long pid) {
    super("process " + pid + " has ended");
  }
}
