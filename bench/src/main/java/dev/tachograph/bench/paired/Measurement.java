package dev.tachograph.bench.paired;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets the variants of one program take turns until they are warm, and then measures them. */
final class Measurement {
  /** A sample may be this much shorter or longer than it should before that is mended. */
  private static final double TOLERANCE = 1.6;

  private static final int LEAST_WARM_UP = 10;
  private static final int MOST_WARM_UP = 60;
  private static final int WINDOW = 5;
  private static final double STEADY = 0.02;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Map<Variant, Subject> subjects;
  private @Nullable String checksum;
  private final List<Variant> order;
  private final Random random;
  private final long sampleNanos;
  private int times = 1;

  /**
   * @param sampleNanos how long each sample should take
   * @param seed decides the order in which the variants take their turns
   */
  Measurement(Map<Variant, Subject> subjects, long sampleNanos, long seed) {
    this.subjects = subjects;
    this.order = new ArrayList<>(subjects.keySet());
    this.sampleNanos = sampleNanos;
    this.random = new Random(seed);
  }

  /** Warms up: until every variant is steady, or for so many rounds at most. */
  void warmUp(int atMost) {
    Map<Variant, List<Double>> history = new EnumMap<>(Variant.class);
    order.forEach(variant -> history.put(variant, new ArrayList<>()));
    int most = Math.min(atMost, MOST_WARM_UP);
    for (int round = 0; round < most; round++) {
      Map<Variant, Long> nanos = round();
      nanos.forEach(
          (variant, took) ->
              Objects.requireNonNull(history.get(variant)).add((double) took / times));
      calibrate(Objects.requireNonNull(nanos.get(Variant.PLAIN)));
      if (round >= LEAST_WARM_UP && history.values().stream().allMatch(Measurement::isSteady)) {
        return;
      }
    }
  }

  private static boolean isSteady(List<Double> history) {
    int n = history.size();
    if (n < 2 * WINDOW) {
      return false;
    }
    double before = Statistics.median(history.subList(n - 2 * WINDOW, n - WINDOW));
    double now = Statistics.median(history.subList(n - WINDOW, n));
    return Math.abs(now / before - 1) < STEADY;
  }

  /** Takes the samples. */
  void measure(int rounds, Consumer<RoundResult> results) {
    for (int round = 0; round < rounds; round++) {
      results.accept(new RoundResult(round, times, round()));
    }
  }

  /**
   * One round.
   *
   * @param times how often each variant ran
   * @param nanos the CPU time that it took for all of them
   */
  record RoundResult(int round, int times, Map<Variant, Long> nanos) {}

  private Map<Variant, Long> round() {
    Collections.shuffle(order, random);
    Map<Variant, Long> nanos = new EnumMap<>(Variant.class);
    for (Variant variant : order) {
      Subject subject = Objects.requireNonNull(subjects.get(variant));
      long start = threads.getCurrentThreadCpuTime();
      String result = subject.run(times);
      nanos.put(variant, threads.getCurrentThreadCpuTime() - start);
      checksum = checksum == null ? result : checksum;
      if (!checksum.equals(result)) {
        throw new IllegalStateException(
            variant + " returned " + result + " and not " + checksum + " as the others did");
      }
    }
    return nanos;
  }

  private void calibrate(long nanos) {
    double factor = (double) sampleNanos / Math.max(1, nanos);
    if (factor > TOLERANCE || factor < 1 / TOLERANCE) {
      times = (int) Math.max(1, Math.min(factor, 4.0) * times);
    }
  }
}
