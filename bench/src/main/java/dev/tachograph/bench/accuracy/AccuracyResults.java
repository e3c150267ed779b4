package dev.tachograph.bench.accuracy;

import dev.tachograph.bench.paired.BenchProgram;
import dev.tachograph.bench.paired.Mode;
import dev.tachograph.bench.paired.Statistics;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * All that was found.
 *
 * @param clock where the CPU time of threads is from
 * @param javas the versions that counted
 */
record AccuracyResults(
    List<BenchProgram> programs,
    List<Counted> counted,
    List<Measured> measured,
    List<Keeper.Kept> kept,
    String clock,
    List<String> javas) {
  /** What a program spent in a mode. */
  record Measured(Mode mode, Spent spent) {}

  /** The ends and the middle of a figure of all programs and modes; not numbers without any. */
  record Range(double geomean, double least, double most) {}

  Determinism determinism() {
    return new Determinism(counted);
  }

  Optional<Spent> spent(String program, Mode mode) {
    return measured.stream()
        .filter(one -> one.mode() == mode && one.spent().program().equals(program))
        .map(Measured::spent)
        .findFirst();
  }

  Range chargedPerJvm() {
    return range(Spent::chargedPerJvm);
  }

  Range meterPerJvm() {
    return range(Spent::meterPerJvm);
  }

  Range cpuRatio() {
    return range(Spent::cpuRatio);
  }

  /** The most of the programs that were charged enough, and of the statements that keep all. */
  double mostRetainedPerCharged() {
    return DoubleStream.of(mostOfPrograms(), mostOfStatements())
        .filter(Double::isFinite)
        .max()
        .orElse(Double.NaN);
  }

  double mostOfPrograms() {
    return most(
        measured.stream().map(Measured::spent).filter(Spent::isWeighed).toList(),
        Spent::retainedPerCharged);
  }

  double mostOfStatements() {
    return most(kept, Keeper.Kept::ratio);
  }

  /**
   * Ratios of 0 have no place in a geometric mean, and are in the least alone; those to nothing are
   * no ratios.
   */
  private Range range(ToDoubleFunction<Spent> figure) {
    List<Double> all =
        measured.stream()
            .map(one -> figure.applyAsDouble(one.spent()))
            .filter(Double::isFinite)
            .sorted()
            .toList();
    List<Double> positive = all.stream().filter(value -> value > 0).toList();
    return new Range(
        positive.isEmpty() ? Double.NaN : Statistics.geomean(positive),
        all.isEmpty() ? Double.NaN : all.get(0),
        all.isEmpty() ? Double.NaN : all.get(all.size() - 1));
  }

  private static <T> double most(List<T> all, ToDoubleFunction<T> figure) {
    return all.stream().mapToDouble(figure).max().orElse(Double.NaN);
  }
}
