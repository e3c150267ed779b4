package dev.tachograph.engine;

import dev.tachograph.meter.EvaluationListener;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Usage;

/** Remembers what the evaluation that ended last on each thread used. */
final class EndedUsage implements EvaluationListener {
  private static final ThreadLocal<Usage> LAST = new ThreadLocal<>();

  @Override
  public void ended(EvaluationRecord evaluation) {
    LAST.set(evaluation.usage());
  }

  /** Of the evaluation that ended last on this thread, asked for once. */
  Usage take() {
    Usage usage = LAST.get();
    LAST.remove();
    return usage == null ? Usage.none() : usage;
  }
}
