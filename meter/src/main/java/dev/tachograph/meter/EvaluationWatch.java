package dev.tachograph.meter;

/** The limits of a running evaluation alone, and whether an interrupt cancels it. */
final class EvaluationWatch extends Watched {
  private final RunningEvaluation evaluation;
  private final Clocks clocks;

  /** Whether it is counted among those that an interrupt cancels. The watchdog's. */
  boolean interruptible;

  EvaluationWatch(RunningEvaluation evaluation, Clocks clocks) {
    this.evaluation = evaluation;
    this.clocks = clocks;
  }

  @Override
  int read() {
    evaluation.stopwatch.look();
    return 1;
  }

  @Override
  long look(long now) {
    if (evaluation.error() != null) {
      return Clocks.untilPassed(Long.MAX_VALUE); // it is shut for good
    }
    long left = clocks.nanosLeft(evaluation);
    if (left < 0) {
      evaluation.shut();
      return left;
    }
    long since = evaluation.stopwatch.seen().wallNanos();
    return Math.max(0, since + Clocks.untilPassed(left) - now);
  }
}
