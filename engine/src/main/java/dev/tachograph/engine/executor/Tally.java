package dev.tachograph.engine.executor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Counts what became of submissions. Guarded by the dispatcher's lock. */
final class Tally {
  private long submitted;
  private long completed;
  private long rejected;
  private long dropped;
  private long timedOut;
  private long cancelled;
  private Duration totalWait = Duration.ZERO; // a long of nanoseconds is not enough for all waits
  private long longestNanos;

  void submitted() {
    submitted++;
  }

  void leftQueue(long nanos) {
    totalWait = totalWait.plusNanos(nanos);
    longestNanos = Math.max(longestNanos, nanos);
  }

  void notRun(RejectedSubmissionException.Reason reason) {
    switch (reason) {
      case QUEUE_FULL, SHUT_DOWN -> rejected++;
      case DROPPED -> dropped++;
      case QUEUE_TIMEOUT -> timedOut++;
    }
  }

  /**
   * @param cause why it was asked to end, if it was
   */
  void ran(@Nullable CancelCause cause) {
    if (cause == null) {
      completed++;
    } else if (cause == CancelCause.RUN_TIMEOUT) {
      timedOut++;
    } else {
      cancelled++;
    }
  }

  void cancelled() {
    cancelled++;
  }

  ExecutorMetrics metrics(int threads, Schedule schedule) {
    return new ExecutorMetrics(
        threads,
        schedule.runs(),
        schedule.away(),
        schedule.queued(),
        schedule.callers(),
        submitted,
        completed,
        rejected,
        dropped,
        timedOut,
        cancelled,
        totalWait,
        Duration.ofNanos(longestNanos),
        schedule.loads());
  }
}
