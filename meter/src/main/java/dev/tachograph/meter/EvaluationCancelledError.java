package dev.tachograph.meter;

/**
 * Somebody {@linkplain ResourceTracker#cancel cancelled} the evaluation: no limit was exceeded, and
 * a host that did so itself has nothing to report.
 */
public final class EvaluationCancelledError extends LimitExceededError {
  private static final long serialVersionUID = 1L;

  EvaluationCancelledError(Breach breach) {
    super(breach);
  }

  private EvaluationCancelledError(EvaluationCancelledError first) {
    super(first);
  }

  @Override
  LimitExceededError again() {
    return new EvaluationCancelledError(this);
  }
}
