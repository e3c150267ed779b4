package dev.tachograph.engine.executor;

/** Why running work is asked to end. */
public enum CancelCause {
  /** By {@link Submission#cancel}. */
  CANCELLED,

  /** It ran for longer than its run timeout. */
  RUN_TIMEOUT,

  /** The executor was closed. */
  SHUT_DOWN
}
