package dev.tachograph.engine.executor;

import java.util.concurrent.RejectedExecutionException;

/**
 * Work was not run. {@link FairExecutor#submit} throws it, or the future of a submission that
 * waited ends with it. The message says why, and what to do about it.
 */
public final class RejectedSubmissionException extends RejectedExecutionException {
  private static final long serialVersionUID = 1L;

  /** Why work was not run. */
  public enum Reason {
    /** The queue, or the tenant's share of it, was full. */
    QUEUE_FULL,
    /** It waited, and was dropped for newer work. */
    DROPPED,
    /** It waited, or its caller did, for as long as the queue timeout. */
    QUEUE_TIMEOUT,
    /** The executor is drained or closed. */
    SHUT_DOWN
  }

  private final Reason reason;

  RejectedSubmissionException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why the work was not run. */
  public Reason reason() {
    return reason;
  }
}
