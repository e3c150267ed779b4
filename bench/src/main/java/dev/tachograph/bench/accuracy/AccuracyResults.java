package dev.tachograph.bench.accuracy;

import dev.tachograph.bench.paired.BenchProgram;
import dev.tachograph.bench.paired.Mode;
import dev.tachograph.bench.paired.Statistics;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

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

  /** The ends and the middle of a figure of all programs and modes. */
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
    return Math.max(mostOfPrograms(), mostOfStatements());
  }

  double mostOfPrograms() {
    return most(
        measured.stream().map(Measured::spent).filter(Spent::isWeighed).toList(),
        Spent::retainedPerCharged);
  }

  double mostOfStatements() {
    return most(kept, Keeper.Kept::ratio);
  }

  /** Ratios of 0 have no place in a geometric mean, and are in the least alone. */
  private Range range(ToDoubleFunction<Spent> figure) {
    List<Double> all =
        measured.stream().map(one -> figure.applyAsDouble(one.spent())).sorted().toList();
    Predicate<Double> positive = value -> value > 0;
    return new Range(
        Statistics.geomean(all.stream().filter(positive).toList()),
        all.get(0),
        all.get(all.size() - 1));
  }

  private static <T> double most(List<T> all, ToDoubleFunction<T> figure) {
    return all.stream().mapToDouble(figure).max().orElse(0);
  }
}
