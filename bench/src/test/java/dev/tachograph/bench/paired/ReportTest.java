package dev.tachograph.bench.paired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tachograph.bench.LeftOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final BenchProgram TREE = new BenchProgram("tree", "oo", List.of("tree.js"));
  private static final BenchProgram FIB = new BenchProgram("fib", "calls", List.of("fib.js"));

  /** How much slower the machine is in a round, for all copies. */
  private static final double[] SLOWER = {1, 0.25, 4, 0.5, 2};

  private final List<ProgramResult> results =
      List.of(result(TREE, 1_000_000, 1_020_000), result(FIB, 2_000_000, 2_200_000));

  /** What slows both copies in a round is in no ratio, and one slow round moves no median. */
  @Test
  void ratiosArePairedByRound() {
    double[] ratios = {1.5, 1.02, 1.02, 1.02, 1.02};
    assertThat(result(TREE, 1_000_000, round -> ratios[round]).ratio(Variant.METERED).value())
        .isCloseTo(1.02, within(1e-9));
    assertThat(results.get(0).ratio(Variant.METERED).value()).isCloseTo(1.02, within(1e-9));
    assertThat(results.get(0).ratio(Variant.AGAIN).value()).isEqualTo(1.0);
    assertThat(results.get(0).plainNanos()).isCloseTo(200_000.0, within(1_000.0));
  }

  /** What a JVM does to all of its programs does not average out over these. */
  @Test
  void whatProgramsOfOneJvmShareIsInTheBoundsOfTheirMean() {
    double[] errors = {0.8, 1.0, 1.25};
    List<ProgramResult> programs =
        Stream.of("a", "b", "c", "d", "e", "f", "g", "h")
            .map(name -> new BenchProgram(name, "oo", List.of()))
            .map(program -> resultOfForks(program, errors))
            .toList();

    Statistics.Estimate mean =
        new Summary(Summary.ALL, programs.get(0).setting(), programs).geomean(Variant.METERED);

    assertThat(mean.value()).isCloseTo(1.0, within(1e-9));
    assertThat(mean.low()).isCloseTo(0.8, within(1e-9));
    assertThat(mean.high()).isCloseTo(1.25, within(1e-9));
  }

  @Test
  void markdownHasProgramsClassesAndTheWorst() {
    String table = MarkdownReport.write(results);
    assertThat(table).startsWith("### compiled, JDK " + Runtime.version().feature() + "\n");
    assertThat(table.lines())
        .anyMatch(line -> line.startsWith("| tree | oo | 1.000 (1.000-1.000) | 1.000 "))
        .anyMatch(
            line -> line.startsWith("| tree | oo |") && line.contains(" | 1.020 (1.020-1.020) | "))
        .anyMatch(line -> line.startsWith("| fib | calls |"))
        .anyMatch(line -> line.startsWith("| **geomean** | **oo** |"))
        .anyMatch(line -> line.startsWith("| **geomean** | **all** | 1.000 (1.000-1.000) | 1.000 "))
        .anyMatch(line -> line.startsWith("| **geomean** | **all** |") && line.contains("| 1.059 "))
        .anyMatch(line -> line.startsWith("| **worst** | **all** |") && line.contains("1.100 fib"));
  }

  @Test
  void jsonKeysNameVariantClassAndMode() {
    String json = JsonReport.write(Map.of("java", "17"), results, new LeftOut());
    assertThat(json)
        .contains("\"metering.all.compiled.geomean\": 1.059")
        .contains("\"metering.all.compiled.worst.program\": \"fib\"")
        .contains("\"metering.nativeSteps.compiled.geomean\": 1.059")
        .contains("\"observer.compiled.worst\": ")
        .contains("\"aa.compiled.class.oo.geomean\": 1.0")
        .contains("\"metering.all.compiled.program.tree.ratio\": 1.02")
        .contains("\"metering.all.compiled.program.tree.iterations\": 3");
  }

  @Test
  void anotherJdkIsNamed() {
    ProgramResult other =
        ProgramResult.of(
            TREE,
            new Setting("jdk99", Mode.INTERPRETED),
            List.of(Variant.OBSERVED),
            new Counted("tree", "x", 3, 4),
            List.of(
                new Sample("tree", "jdk99", Mode.INTERPRETED, 0, 0, Variant.PLAIN, 1, 100),
                new Sample("tree", "jdk99", Mode.INTERPRETED, 0, 0, Variant.OBSERVED, 1, 150)));

    assertThat(JsonReport.write(Map.of(), List.of(results.get(0), other), new LeftOut()))
        .contains("\"jdk99.observer.interpreted.geomean\": 1.5", "\"observer.compiled.geomean\"");
    assertThat(MarkdownReport.write(List.of(other))).startsWith("### interpreted, JDK 99\n");
  }

  @Test
  void samplesSurviveTheWayFromTheirJvm() {
    Sample sample = new Sample("fib", "jdk17", Mode.INTERPRETED, 1, 2, Variant.OBSERVED, 3, 4);
    assertThat(Sample.parse(sample.toLine())).isEqualTo(sample);
    Counted counted = new Counted("fib", "a,b", 1, 2);
    assertThat(Counted.parse(counted.toLine())).isEqualTo(counted);
  }

  @Test
  void everyProgramCanBeRead() {
    assertThat(BenchProgram.all())
        .hasSizeGreaterThan(20)
        .allSatisfy(
            program -> {
              Subject.Setup setup = program.setup(Mode.COMPILED, false, "@x");
              assertThat(setup.scripts())
                  .anyMatch(script -> script.name().equals(program.mainScript("@x")))
                  .allMatch(script -> !script.text().isBlank());
            });
  }

  private static ProgramResult resultOfForks(BenchProgram program, double[] ratios) {
    List<Sample> samples = new ArrayList<>();
    for (int fork = 0; fork < ratios.length; fork++) {
      for (int round = 0; round < 3; round++) {
        samples.add(sample(program, fork, round, Variant.PLAIN, 1_000_000));
        samples.add(
            sample(program, fork, round, Variant.METERED, (long) (1_000_000 * ratios[fork])));
      }
    }
    return ProgramResult.of(
        program,
        new Setting(Jdk.own().name(), Mode.COMPILED),
        List.of(Variant.METERED),
        new Counted(program.name(), "x", 3, 4),
        samples);
  }

  private static Sample sample(
      BenchProgram program, int fork, int round, Variant variant, long nanos) {
    return new Sample(
        program.name(), Jdk.own().name(), Mode.COMPILED, fork, round, variant, 5, nanos);
  }

  private static ProgramResult result(BenchProgram program, long plain, long metered) {
    return result(program, plain, round -> (double) metered / plain);
  }

  private static ProgramResult result(BenchProgram program, long plain, IntToDoubleFunction ratio) {
    List<Sample> samples = new ArrayList<>();
    for (int round = 0; round < SLOWER.length; round++) {
      for (Variant variant : Variant.values()) {
        double own = variant.isMetered() ? ratio.applyAsDouble(round) : 1;
        samples.add(sample(program, 0, round, variant, Math.round(plain * own * SLOWER[round])));
      }
    }
    return ProgramResult.of(
        program,
        new Setting(Jdk.own().name(), Mode.COMPILED),
        Variant.compared(),
        new Counted(program.name(), "x", 3, 4),
        samples);
  }
}
