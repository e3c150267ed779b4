package dev.tachograph.engine;

/** Thrown by a host function whose message the script may read. */
public final class HostCallException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param message what the script is told
   */
  public HostCallException(String message) {
    super(message);
  }
}
