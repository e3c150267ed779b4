package dev.tachograph.meter;

/**
 * Nothing was run: the account, or a parent, is used up or cannot be measured. A host may ask again
 * once it is refilled, reset, or its limit raised; the same call later may be admitted.
 */
public final class EvaluationDeniedError extends LimitExceededError {
  private static final long serialVersionUID = 1L;

  EvaluationDeniedError(Breach breach) {
    super(breach);
  }

  private EvaluationDeniedError(EvaluationDeniedError first) {
    super(first);
  }

  @Override
  LimitExceededError again() {
    return new EvaluationDeniedError(this);
  }
}
