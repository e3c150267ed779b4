package dev.tachograph.meter;

import java.util.concurrent.TimeUnit;

/** The limits of a running evaluation alone, and whether an interrupt cancels it. */
final class EvaluationWatch extends Watched {
  /** How often to look at one that comes nearer to a limit. */
  private static final long NEARING_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final RunningEvaluation evaluation;
  private final Clocks clocks;

  /** Whether it is counted among those that an interrupt cancels. The watchdog's. */
  boolean interruptible;

  /** What was left at the last look. */
  private long before = -1;

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
    long pause = left == before ? WatchList.SHORTEST_NANOS : NEARING_NANOS;
    before = left;
    long passed = evaluation.stopwatch.seen().wallNanos() + Clocks.untilPassed(left);
    return Math.max(pause, passed - now);
  }
}
