package dev.tachograph.bench.tracker;

import dev.tachograph.meter.Ledger;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Usage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Reading an account with a million records behind it, and opening and closing evaluations. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TrackerBenchmark {
  private static final int RECORDS = 1_000_000;
  private static final int TICKS = 1_000;

  /** An account that has seen a million evaluations. */
  @State(Scope.Benchmark)
  public static class Used {
    final ResourceTracker tracker =
        ResourceTracker.standalone(
            "used",
            Limits.parse(
                "total.iterations=1_000_000_000,total.evaluations=1_000_000_000,total.cpuTime=99h"));

    /** Makes the records. */
    @Setup
    public void run() throws Exception {
      for (int i = 0; i < RECORDS; i++) {
        tracker.run(() -> "");
      }
    }
  }

  /** A ledger, whose accounts have a budget to share. */
  @State(Scope.Benchmark)
  public static class Shared {
    final Ledger ledger = new Ledger();
    final AtomicInteger threads = new AtomicInteger();
    final Limits limits = Limits.parse("total.iterations=1_000_000_000_000_000");

    /** Opens the account that all threads share. */
    @Setup
    public void open() {
      ledger.setLimits("all", limits);
    }
  }

  /** A thread with an account of its own. */
  @State(Scope.Thread)
  public static class Own {
    final PlainContext context = new PlainContext();
    String account = "";

    /** Opens the account. */
    @Setup
    public void open(Shared shared) {
      account = "own" + shared.threads.incrementAndGet();
      shared.ledger.setLimits(account, shared.limits);
    }

    @Nullable LimitExceededError evaluate(Ledger ledger, String accountId, int ticks) {
      Object evaluation =
          ledger.evaluations().enter(PlainContext.ACCESS, context, accountId, "s.js");
      for (int i = 0; i < ticks; i++) {
        LimitExceededError stopped = context.count(ledger, evaluation, Resource.ITERATIONS);
        if (stopped != null) {
          throw stopped;
        }
      }
      return ledger.evaluations().exit(evaluation, null);
    }
  }

  /** Reads everything. */
  @Benchmark
  public Usage usage(Used used) {
    return used.tracker.usage();
  }

  /** Asks whether the next evaluation would be admitted. */
  @Benchmark
  public boolean isExhausted(Used used) {
    return used.tracker.isExhausted();
  }

  /** Charges the account for a host call. */
  @Benchmark
  public void charge(Used used) {
    used.tracker.charge(Resource.HOST_CALLS, 1);
  }

  /** Opens and closes an evaluation by the API. */
  @Benchmark
  public Object run(Used used) throws Exception {
    return used.tracker.run(() -> "");
  }

  /** Opens and closes an evaluation as an agent does. */
  @Benchmark
  public @Nullable LimitExceededError enterAndExit(Own own, Shared shared) {
    return own.evaluate(shared.ledger, own.account, 0);
  }

  /** 64 threads evaluate on one account, whose budget they share. */
  @Benchmark
  @Threads(64)
  public @Nullable LimitExceededError oneAccount(Own own, Shared shared) {
    return own.evaluate(shared.ledger, "all", TICKS);
  }

  /** 64 threads evaluate each on its own account. */
  @Benchmark
  @Threads(64)
  public @Nullable LimitExceededError accountPerThread(Own own, Shared shared) {
    return own.evaluate(shared.ledger, own.account, TICKS);
  }
}
