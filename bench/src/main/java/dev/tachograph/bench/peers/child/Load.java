package dev.tachograph.bench.peers.child;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Evaluates a script again and again, and says how long it took, in columns. */
final class Load {
  private static final int KEPT = 100_000;
  private static final int BLOCKS = 5;

  private Load() {}

  /**
   * One after the other. The columns: {@code timed}, how many, median and 99th percentile in
   * nanoseconds, CPU nanoseconds of the process for each, as the median of some blocks, so that it
   * matters less where the JVM still compiles; or {@code failed} and why.
   */
  static String time(
      PeerEngine engine, Bounds bounds, String source, long warmMillis, long millis) {
    String wrong = repeat(engine, bounds, source, warmMillis, new Timings()).failure;
    if (!wrong.isEmpty()) {
      return "failed\t" + wrong;
    }
    Timings timings = new Timings();
    long[] cpuEach = new long[BLOCKS];
    for (int block = 0; block < BLOCKS; block++) {
      long cpu = Clock.cpuNanos();
      Repeated done = repeat(engine, bounds, source, millis / BLOCKS, timings);
      if (!done.failure.isEmpty()) {
        return "failed\t" + done.failure;
      }
      cpuEach[block] = (Clock.cpuNanos() - cpu) / done.count;
    }
    Arrays.sort(cpuEach);
    return String.join(
        "\t",
        "timed",
        Integer.toString(timings.count),
        Long.toString(timings.at(0.5)),
        Long.toString(timings.at(0.99)),
        Long.toString(cpuEach[BLOCKS / 2]));
  }

  /** The last of them, up to a number. */
  private static final class Timings {
    private final long[] nanos = new long[KEPT];
    private int count;

    void add(long taken) {
      nanos[count++ % KEPT] = taken;
    }

    long at(double share) {
      long[] sorted = Arrays.copyOf(nanos, Math.min(count, KEPT));
      Arrays.sort(sorted);
      return sorted[(int) (sorted.length * share)];
    }
  }

  private record Repeated(int count, String failure) {}

  private static Repeated repeat(
      PeerEngine engine, Bounds bounds, String source, long millis, Timings timings) {
    long end = System.nanoTime() + millis * 1_000_000;
    int count = 0;
    long now;
    do {
      long started = System.nanoTime();
      Ended ended = engine.evaluate(source, bounds, null);
      now = System.nanoTime();
      if (ended.ending() != Ending.COMPLETED) {
        return new Repeated(count, failure(ended));
      }
      timings.add(now - started);
      count++;
    } while (now < end);
    return new Repeated(count, "");
  }

  private static String failure(Ended ended) {
    return (ended.ending() + " " + ended.text()).replaceAll("\\p{Cntrl}+", " ");
  }

  /**
   * Each of some threads evaluates, and goes on until the time is over. The columns: {@code
   * loaded}, how many, nanoseconds, CPU nanoseconds; or {@code failed} and why.
   */
  static String together(PeerEngine engine, Bounds bounds, String source, int threads, long millis)
      throws InterruptedException {
    AtomicLong count = new AtomicLong();
    ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    CountDownLatch start = new CountDownLatch(1);
    long[] end = new long[1];
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  start.await();
                  do {
                    Ended ended = engine.evaluate(source, bounds, null);
                    if (ended.ending() != Ending.COMPLETED) {
                      failures.add(failure(ended));
                      return;
                    }
                    count.incrementAndGet();
                  } while (System.nanoTime() < end[0]);
                } catch (Throwable failure) {
                  failures.add(failure.toString().replaceAll("\\p{Cntrl}+", " "));
                }
              });
      thread.setDaemon(true);
      thread.start();
      all.add(thread);
    }
    long cpu = Clock.cpuNanos();
    long started = System.nanoTime();
    end[0] = started + millis * 1_000_000;
    start.countDown();
    for (Thread thread : all) {
      thread.join();
    }
    long taken = System.nanoTime() - started;
    String failure = failures.peek();
    return failure != null
        ? "failed\t%d of %d: %s".formatted(failures.size(), threads, failure)
        : "loaded\t%d\t%d\t%d".formatted(count.get(), taken, Clock.cpuNanos() - cpu);
  }
}
