package dev.tachograph.bench.paired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final BenchProgram TREE = new BenchProgram("tree", "oo", List.of("tree.js"));
  private static final BenchProgram FIB = new BenchProgram("fib", "calls", List.of("fib.js"));

  private final List<ProgramResult> results =
      List.of(result(TREE, 1_000_000, 1_020_000), result(FIB, 2_000_000, 2_200_000));

  @Test
  void ratiosArePairedByRound() {
    assertThat(results.get(0).ratio(Variant.METERED).value()).isCloseTo(1.02, within(1e-9));
    assertThat(results.get(0).ratio(Variant.AGAIN).value()).isEqualTo(1.0);
    assertThat(results.get(0).plainNanos()).isCloseTo(200_000.0, within(1_000.0));
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
    String json = JsonReport.write(Map.of("java", "17"), results);
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

    assertThat(JsonReport.write(Map.of(), List.of(results.get(0), other)))
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

  private static ProgramResult result(BenchProgram program, long plain, long metered) {
    List<Sample> samples = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      for (Variant variant : Variant.values()) {
        long nanos = variant.isMetered() ? metered : plain;
        samples.add(
            new Sample(
                program.name(),
                Jdk.own().name(),
                Mode.COMPILED,
                0,
                round,
                variant,
                5,
                nanos + nanos / 1000 * round));
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
