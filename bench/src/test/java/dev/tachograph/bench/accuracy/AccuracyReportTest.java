package dev.tachograph.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.bench.paired.BenchProgram;
import dev.tachograph.bench.paired.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccuracyReportTest {
  @Test
  void aProgramThatIsChargedNothingHasNoMean() {
    AccuracyResults results = of(new Spent("fib", 10, 0, 4000, 3000, 9, 10, 0, 0));

    assertThat(AccuracyReport.write(results))
        .contains("| 0.0 | 0.000 | 0.750 | - | 0.900 |")
        .contains("JVM allocated: - in the geometric mean, 0.000 to 0.000.")
        .contains("JVM's own: 0.750 in the geometric mean, 0.750 to 0.750.")
        .contains("at most - of programs")
        .doesNotContain("NaN");
    assertThat(AccuracyJson.write(results))
        .contains("\"accuracy.memory.charged-per-jvm.geomean\": null")
        .contains("\"accuracy.memory.charged-per-jvm.most\": 0.0")
        .contains("\"accuracy.memory.meter-per-jvm.geomean\": 0.75")
        .contains("\"accuracy.memory.retained-per-charged.programs.most\": null");
  }

  @Test
  void aRatioToNothingIsNone() {
    AccuracyResults results = of(new Spent("fib", 10, 0, 0, 0, 9, 0, 0, 0));

    assertThat(AccuracyReport.write(results))
        .contains("| 0.0 | - | - | - | - |")
        .contains("JVM's own: - in the geometric mean, - to -.");
    assertThat(AccuracyJson.write(results))
        .contains("\"accuracy.cpu.ratio.most\": null")
        .contains("\"accuracy.program.fib.compiled.cpu.ratio\": null");
  }

  private static AccuracyResults of(Spent spent) {
    return new AccuracyResults(
        List.of(BenchProgram.named("fib")),
        List.of(),
        List.of(new AccuracyResults.Measured(Mode.COMPILED, spent)),
        List.of(),
        "a clock",
        List.of("17"));
  }
}
