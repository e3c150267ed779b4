package dev.tachograph.agent.weave;

/** A class has a shape whose metering could not be proven. */
final class CannotWeaveException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CannotWeaveException(String reason) {
    super(reason, null, false, false);
  }
}
