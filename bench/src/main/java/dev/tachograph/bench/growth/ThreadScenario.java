package dev.tachograph.bench.growth;

import dev.tachograph.meter.ResourceTracker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Script;

/** Threads that evaluate at the same time, each with a Context and a scope of its own. */
final class ThreadScenario implements Scenario {
  private final Dimension.Series series;
  private final Script script;
  private int threads;

  /**
   * Not started.
   *
   * @param script for all of them: one that was just compiled would have to get warm first
   */
  ThreadScenario(Dimension.Series series, Script script) {
    this.series = series;
    this.script = script;
  }

  @Override
  public void growTo(int x) {
    threads = x;
  }

  @Override
  public Sample.Taken take(long cpuNanos) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier together = new CyclicBarrier(threads);
      List<Future<Sample.Taken>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        ResourceTracker account = account(i);
        all.add(pool.submit(() -> evaluate(together, account, cpuNanos)));
      }
      long evaluations = 0;
      long cpu = 0;
      long wall = 0;
      for (Future<Sample.Taken> one : all) {
        evaluations += one.get().evaluations();
        cpu += one.get().cpuNanos();
        wall = Math.max(wall, one.get().wallNanos());
      }
      return new Sample.Taken(evaluations, cpu, wall);
    } finally {
      pool.shutdownNow();
    }
  }

  private @Nullable ResourceTracker account(int thread) {
    return Scenarios.account(
        series, series == Dimension.Series.SHARED ? "threads" : "thread-" + thread);
  }

  private Sample.Taken evaluate(
      CyclicBarrier together, @Nullable ResourceTracker account, long cpuNanos) throws Exception {
    try (Evaluator evaluator = new Evaluator()) {
      evaluator.run(account, script);
      together.await();
      return Scenario.take(cpuNanos, number -> evaluator.run(account, script));
    }
  }
}
