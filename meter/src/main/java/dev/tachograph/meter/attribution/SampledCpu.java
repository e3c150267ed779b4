package dev.tachograph.meter.attribution;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Shares out CPU time over lines. Thread-safe.
 *
 * <p>A sample charges what a thread has used since the last one to the line that runs, together
 * with what evaluations of the same account used that ended unseen. So short evaluations get their
 * share, and in the end the sum is what the ledger measured.
 */
final class SampledCpu {
  private final ThreadClock clock;

  /** The innermost evaluation of each thread. */
  private final Map<Thread, Run> runs = new ConcurrentHashMap<>();

  /** What was sampled of evaluations that have not ended, by their ids. */
  private final Map<Long, Long> sampled = new ConcurrentHashMap<>();

  /** What evaluations used that ended, and no line was charged with, by accounts. */
  private final Map<String, Long> unseen = new ConcurrentHashMap<>();

  /** Script code that runs. Guarded by itself, but for what never changes. */
  private static final class Run {
    final CallRecorder recorder;
    final long evaluation;
    final @Nullable Run outer;
    long nanos;
    boolean closed;

    Run(CallRecorder recorder, long evaluation, @Nullable Run outer) {
      this.recorder = recorder;
      this.evaluation = evaluation;
      this.outer = outer;
    }
  }

  SampledCpu(ThreadClock clock) {
    this.clock = clock;
  }

  void open(CallRecorder recorder, long evaluation) {
    Thread thread = Thread.currentThread();
    Run run = new Run(recorder, evaluation, runs.get(thread));
    run.nanos = clock.nanos(thread);
    runs.put(thread, run);
  }

  @Nullable CallRecorder current() {
    Run run = runs.get(Thread.currentThread());
    return run == null ? null : run.recorder;
  }

  /** That of this evaluation, if it is the innermost on this thread. */
  @Nullable CallRecorder current(long evaluation) {
    Run run = runs.get(Thread.currentThread());
    return run == null || run.evaluation != evaluation ? null : run.recorder;
  }

  /** The innermost on this thread ends. */
  void close() {
    Thread thread = Thread.currentThread();
    Run run = runs.get(thread);
    if (run == null) {
      return;
    }
    synchronized (run) {
      run.closed = true;
    }
    Run outer = run.outer;
    if (outer == null) {
      runs.remove(thread);
    } else {
      synchronized (outer) {
        outer.nanos = clock.nanos(thread); // in between it was the inner one's
      }
      runs.put(thread, outer);
    }
  }

  void sample() {
    runs.forEach(this::sample);
  }

  private void sample(Thread thread, Run run) {
    synchronized (run) {
      long now = clock.nanos(thread);
      if (run.closed || now < 0 || run.nanos < 0 || now <= run.nanos) {
        return;
      }
      long used = now - run.nanos;
      run.nanos = now;
      sampled.merge(run.evaluation, used, Long::sum);
      Stripe stripe = run.recorder.stripe();
      Long late = unseen.remove(stripe.account);
      stripe.charge(run.recorder.position(), used + (late == null ? 0 : late));
    }
  }

  void ended(String account, EvaluationRecord evaluation) {
    Long seen = sampled.remove(evaluation.id());
    long used = evaluation.usage().get(Resource.CPU_TIME);
    if (used != Usage.UNKNOWN) {
      long rest = used - (seen == null ? 0 : seen);
      unseen.merge(account, rest, Long::sum);
    }
  }

  /** Charges what no sample has met to where no function runs. */
  void settle(Stripe stripe) {
    Long rest = unseen.remove(stripe.account);
    if (rest != null) {
      stripe.charge(stripe.nativeCell(), rest);
    }
  }
}
