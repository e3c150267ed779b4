package dev.tachograph.meter;

import org.jspecify.annotations.Nullable;

/**
 * Which evaluations of a thread are open within which: what one takes of the thread's clocks is not
 * the other's, too. The time that passes is of both. Thread-safe; each thread has its own.
 */
final class Nesting {
  @SuppressWarnings("ThreadLocalUsage") // one ledger per JVM; the canary's are short-lived
  private final ThreadLocal<@Nullable RunningEvaluation> innermost = new ThreadLocal<>();

  /** An evaluation was opened on this thread: the one around it stands still. */
  void opened(RunningEvaluation evaluation) {
    RunningEvaluation around = innermost.get();
    evaluation.around = around;
    innermost.set(evaluation);
    if (around != null) {
      around.stopwatch.pause(evaluation.stopwatch.opened);
    }
  }

  /** It has ended: the one around it goes on, whatever was left open within. */
  void closed(RunningEvaluation evaluation) {
    RunningEvaluation open = innermost.get();
    while (open != null && open != evaluation) {
      open = open.around;
    }
    if (open == null) {
      return;
    }
    RunningEvaluation around = evaluation.around;
    evaluation.around = null; // who remembers this one need not remember all
    innermost.set(around); // the next one of this thread needs the place again
    if (around != null) {
      around.stopwatch.resume(evaluation.stopwatch.opened, around.stopwatch.now());
    }
  }
}
