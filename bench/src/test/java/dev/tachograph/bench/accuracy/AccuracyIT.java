package dev.tachograph.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tachograph.bench.BenchJar;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the packaged command with two programs. Asserts counts exactly and ratios loosely. */
class AccuracyIT {
  private static final int JVMS = 4;
  private static final int PROGRAMS = 2;

  /** One that loads, one that runs first, two that run later. */
  private static final int EVALUATIONS = 4;

  @TempDir private Path out;

  @Test
  void countsAreTheSameAndSizesAreNear() throws Exception {
    BenchJar.Result result =
        BenchJar.run("accuracy", "--short", "--programs", "fib,strings", "--out", out.toString());

    assertThat(result.status()).as(result.output()).isZero();
    JsonNode json = new ObjectMapper().readTree(out.resolve("results.json").toFile());
    assertThat(json.get("accuracy.deterministic").booleanValue()).as(result.output()).isTrue();
    assertThat(json.get("accuracy.deterministic.jvms").intValue()).isEqualTo(JVMS);
    assertThat(json.get("accuracy.deterministic.evaluations").intValue())
        .isEqualTo(JVMS * PROGRAMS * EVALUATIONS);
    assertThat(json.get("accuracy.modes.differing").textValue())
        .isEqualTo("nativeSteps, stackBytes, fuel");
    assertThat(json.get("accuracy.program.fib.compiled.memory.charged-per-run").longValue())
        .isZero();
    assertThat(json.get("accuracy.program.strings.compiled.memory.charged-per-run"))
        .isEqualTo(json.get("accuracy.program.strings.interpreted.memory.charged-per-run"));
    for (String ratio :
        new String[] {
          "accuracy.memory.charged-per-jvm.geomean",
          "accuracy.memory.meter-per-jvm.least",
          "accuracy.memory.meter-per-jvm.most",
          "accuracy.cpu.ratio.geomean",
          "accuracy.program.fib.interpreted.cpu.ratio"
        }) {
      assertThat(json.get(ratio).doubleValue()).as(ratio).isBetween(0.2, 5.0);
    }
    assertThat(json.get("accuracy.memory.retained-per-charged.most").doubleValue())
        .isBetween(0.2, 1.6);
    assertThat(result.output()).contains("| fib | compiled | yes |").contains("| strings | interp");
    assertThat(out.resolve("accuracy.svg")).content().contains("strings");
    assertThat(out.resolve("results.md")).content().startsWith("# Accuracy");

    String measured = Files.readString(out.resolve("results.md"));
    BenchJar.Result again =
        BenchJar.run(
            "accuracy", "--short", "--programs", "fib,strings", "--resume", "--out", "" + out);
    assertThat(again.status()).as(again.output()).isZero();
    assertThat(again.output())
        .contains("accuracy-compiled-JVM-1: measured before")
        .contains("accuracy-interpreted-JVM-2: measured before");
    assertThat(out.resolve("results.md")).content().isEqualTo(measured);
  }

  @Test
  void whatIsNotThereIsWrongUsage() throws Exception {
    BenchJar.Result program = BenchJar.run("accuracy", "--programs", "nonsense");
    assertThat(program.status()).isEqualTo(2);
    assertThat(program.output()).contains("nonsense").contains("scheduler");
    BenchJar.Result java = BenchJar.run("accuracy", "--java", out.toString());
    assertThat(java.status()).isEqualTo(2);
    assertThat(java.output()).contains("there is no bin/java in " + out);
  }
}
