package dev.tachograph.bench.paired;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;

/** Medians, geometric means, and bounds by the bootstrap. */
public final class Statistics {
  /** How many samples of samples the bootstrap draws. */
  static final int REPLICATES = 2_000;

  private static final double TAIL = 0.025;

  private Statistics() {}

  /**
   * A value with the bounds that hold it in 95 of 100 cases.
   *
   * @param value the estimate
   */
  public record Estimate(double value, double low, double high) {}

  /** The one in the middle, or the mean of both. */
  public static double median(Collection<Double> values) {
    return median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static double median(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("nothing has no median");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The geometric mean. */
  public static double geomean(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing has no mean");
    }
    return Math.exp(values.stream().mapToDouble(Math::log).sum() / values.size());
  }

  /**
   * Medians of samples that are drawn again: first JVMs, then rounds in them, because rounds in one
   * JVM share what its compiler decided.
   *
   * @param byFork the values of each JVM
   * @param forks draws JVMs: lists of the same JVMs have to have the same seed, so that what all
   *     values of a JVM share is not lost where {@link #geomeans} puts replicates together
   * @param rounds draws rounds
   */
  static double[] replicates(List<List<Double>> byFork, long forks, long rounds) {
    SplittableRandom someFork = new SplittableRandom(forks);
    SplittableRandom someRound = new SplittableRandom(rounds);
    double[] medians = new double[REPLICATES];
    for (int i = 0; i < medians.length; i++) {
      List<Double> drawn = new ArrayList<>();
      for (int j = 0; j < byFork.size(); j++) { // as many for all, or they would fall out of step
        List<Double> fork = byFork.get(someFork.nextInt(byFork.size()));
        for (int k = 0; k < fork.size(); k++) {
          drawn.add(fork.get(someRound.nextInt(fork.size())));
        }
      }
      medians[i] = median(drawn);
    }
    return medians;
  }

  /** The estimate with the bounds that its replicates give. */
  static Estimate estimate(double value, double[] replicates) {
    double[] sorted = replicates.clone();
    Arrays.sort(sorted);
    int cut = (int) (TAIL * sorted.length);
    return new Estimate(value, sorted[cut], sorted[sorted.length - 1 - cut]);
  }

  /** The geometric mean of several values, replicate by replicate, each of the same JVMs. */
  static double[] geomeans(List<double[]> replicates) {
    double[] means = new double[REPLICATES];
    for (int i = 0; i < means.length; i++) {
      double logs = 0;
      for (double[] one : replicates) {
        logs += Math.log(one[i]);
      }
      means[i] = Math.exp(logs / replicates.size());
    }
    return means;
  }
}
