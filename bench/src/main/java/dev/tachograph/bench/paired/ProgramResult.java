package dev.tachograph.bench.paired;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What was measured of one program in one setting.
 *
 * @param plainNanos the median CPU time of one run in plain Rhino
 * @param ratios how many times as long the other variants took
 * @param replicates the bootstrap's medians of the same; those of one variant and setting are of
 *     the same JVMs for all programs, because the programs share these
 */
record ProgramResult(
    BenchProgram program,
    Setting setting,
    Counted counted,
    double plainNanos,
    Map<Variant, Statistics.Estimate> ratios,
    Map<Variant, double[]> replicates) {

  static ProgramResult of(
      BenchProgram program,
      Setting setting,
      List<Variant> variants,
      Counted counted,
      List<Sample> samples) {
    Map<Integer, Map<Integer, Map<Variant, Double>>> times = new TreeMap<>();
    List<Double> plain = new ArrayList<>();
    for (Sample sample : samples) {
      times
          .computeIfAbsent(sample.fork(), fork -> new TreeMap<>())
          .computeIfAbsent(sample.round(), round -> new EnumMap<>(Variant.class))
          .put(sample.variant(), sample.nanosPerRun());
      if (sample.variant() == Variant.PLAIN) {
        plain.add(sample.nanosPerRun());
      }
    }
    Map<Variant, Statistics.Estimate> ratios = new EnumMap<>(Variant.class);
    Map<Variant, double[]> replicates = new EnumMap<>(Variant.class);
    for (Variant variant : variants) {
      List<List<Double>> byFork =
          times.values().stream()
              .map(rounds -> paired(variant, rounds))
              .filter(ratiosOfFork -> !ratiosOfFork.isEmpty())
              .toList();
      double[] medians =
          Statistics.replicates(
              byFork,
              Objects.hash(setting.mode().key(), variant.key()),
              Objects.hash(program.name(), setting.mode().key(), variant.key()));
      double median = Statistics.median(byFork.stream().flatMap(List::stream).toList());
      replicates.put(variant, medians);
      ratios.put(variant, Statistics.estimate(median, medians));
    }
    return new ProgramResult(
        program, setting, counted, Statistics.median(plain), ratios, replicates);
  }

  private static List<Double> paired(Variant variant, Map<Integer, Map<Variant, Double>> rounds) {
    return rounds.values().stream()
        .filter(round -> round.containsKey(variant))
        .map(
            round ->
                Objects.requireNonNull(round.get(variant))
                    / Objects.requireNonNull(round.get(Variant.PLAIN)))
        .toList();
  }

  Statistics.Estimate ratio(Variant variant) {
    return Objects.requireNonNull(ratios.get(variant));
  }
}
