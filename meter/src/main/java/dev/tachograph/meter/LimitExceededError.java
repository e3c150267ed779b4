package dev.tachograph.meter;

/**
 * Stops a script that has used up a limit, or that was {@linkplain ResourceTracker#cancel
 * cancelled}: its {@linkplain Breach#kind breach} says which.
 *
 * <p>It is an {@link Error} because Rhino lets scripts catch exceptions. It is thrown again at
 * every later count of the same evaluation, so that swallowing it gains a script nothing.
 */
public final class LimitExceededError extends Error {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // a breach is a plain value, and errors are not sent anywhere
  private final transient Breach breach;

  /** The error for this breach, with a stack trace of the calling thread. */
  public LimitExceededError(Breach breach) {
    super(breach.message());
    this.breach = breach;
  }

  /** A further throw of a limit that was reported already: no stack trace, no suppression. */
  private LimitExceededError(LimitExceededError first) {
    super(first.getMessage(), null, false, false);
    this.breach = first.breach;
  }

  /** What was exceeded, by whom and where. */
  public Breach breach() {
    return breach;
  }

  /**
   * The same breach as a new throwable. One instance thrown twice would meet itself in {@link
   * #addSuppressed}, whose IllegalArgumentException a script could catch.
   */
  LimitExceededError again() {
    return new LimitExceededError(this);
  }
}
