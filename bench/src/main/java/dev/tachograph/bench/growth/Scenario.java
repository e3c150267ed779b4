package dev.tachograph.bench.growth;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Evaluations with something that grows around them. */
interface Scenario {
  /** Makes it so large; called with larger and larger ones. */
  void growTo(int x) throws Exception;

  /** Evaluates for this much CPU time of each thread, at least once. */
  Sample.Taken take(long cpuNanos) throws Exception;

  /** Evaluates again and again. */
  @FunctionalInterface
  interface Evaluations {
    /** Evaluates once. */
    void evaluate(int number) throws Exception;
  }

  /** Evaluates on this thread. */
  static Sample.Taken take(long cpuNanos, Evaluations evaluations) throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    int most = 256;
    long wall = System.nanoTime();
    long began = threads.getCurrentThreadCpuTime();
    long cpu;
    int count = 0;
    int block = 1;
    do {
      for (int i = 0; i < block; i++) {
        evaluations.evaluate(count++);
      }
      block = Math.min(2 * block, most);
      cpu = threads.getCurrentThreadCpuTime() - began;
    } while (cpu < cpuNanos);
    return new Sample.Taken(count, cpu, System.nanoTime() - wall);
  }
}
