package dev.tachograph.bench.sandbox;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/** Times of the same thing, in nanoseconds. */
final class Timings {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final long[] nanos;
  private int count;

  Timings(int expected) {
    nanos = new long[expected];
  }

  /** Adds what this thread's CPU takes for it. */
  void time(Runnable body) {
    long before = THREADS.getCurrentThreadCpuTime();
    body.run();
    add(THREADS.getCurrentThreadCpuTime() - before);
  }

  void add(long taken) {
    nanos[count++] = taken;
  }

  /** By nearest rank. */
  double micros(int percent) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    int rank = Math.max(1, (int) Math.ceil(percent / 100.0 * count));
    return sorted[rank - 1] / 1000.0;
  }

  String words() {
    return "median %8.1f us, p90 %8.1f, p99 %8.1f, max %8.1f  (of %d)"
        .formatted(micros(50), micros(90), micros(99), micros(100), count);
  }
}
