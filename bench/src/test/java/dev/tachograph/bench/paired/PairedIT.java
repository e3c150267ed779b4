package dev.tachograph.bench.paired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.bench.BenchJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the packaged benchmark with few rounds. Asserts counts and checksums, never times. */
class PairedIT {
  /** All programs in a full build; otherwise some of each kind that are soon done. */
  private static final List<String> PROGRAMS =
      Boolean.getBoolean("tachograph.full")
          ? BenchProgram.all().stream().map(BenchProgram::name).toList()
          : List.of("scheduler", "json", "regexp", "handlebars", "generators", "lodash", "bits");

  private static final List<String> VARIANTS =
      Boolean.getBoolean("tachograph.full")
          ? Variant.compared().stream().map(Variant::key).toList()
          : List.of("aa", "observer", "metering", "limited");

  @TempDir private Path out;

  /** The command itself compares checksums of all variants, and counts of both modes. */
  @Test
  void tableHasEveryProgram() throws Exception {
    BenchJar.Result result =
        run(
            "--programs",
            String.join(",", PROGRAMS),
            "--variants",
            String.join(",", VARIANTS),
            "--rounds",
            "2",
            "--sample-millis",
            "1",
            "--jvm-option=-XX:TieredStopAtLevel=1",
            "--out",
            out.toString());

    assertThat(result.status()).as(result.output()).isZero();
    for (String program : PROGRAMS) {
      assertThat(result.output().lines().filter(line -> line.startsWith("| " + program + " |")))
          .as(program)
          .hasSize(2);
    }
    assertThat(out.resolve("results.json"))
        .content()
        .contains("\"metering.all.compiled.geomean\"", "\"observer.interpreted.worst\"");
    assertThat(Files.readAllLines(out.resolve("rounds.csv")))
        .hasSize(1 + PROGRAMS.size() * 2 * 2 * (2 * VARIANTS.size()));
  }

  @Test
  void onlyTheVariantsThatAreAskedForAreMeasured() throws Exception {
    BenchJar.Result result =
        run(
            "--programs",
            "bits",
            "--variants",
            "recording,attribution,aa",
            "--mode",
            "compiled",
            "--rounds",
            "1",
            "--sample-millis",
            "1");
    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.output())
        .contains(
            "| program | class | A/A | recorded | attributed | ms plain | iterations | calls |");

    result = run("--variants", "aa,observer");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output()).contains("needs one that is metered");
  }

  @Test
  void goesOnWhereItWasEndedAndKeepsToItsTime() throws Exception {
    List<String> small =
        List.of(
            "--programs=bits",
            "--mode=compiled",
            "--sample-millis=1",
            "--jvm-option=-XX:TieredStopAtLevel=1",
            "--out",
            out.toString());
    BenchJar.Result first =
        run(small, "--variants=metering,observer,iterations", "--rounds=1", "--minutes=0.0001");
    assertThat(first.status()).as(first.output()).isZero();
    assertThat(first.output())
        .contains("JVM 1 of 3: ", "2 JVMs were left out")
        .contains("compiled, observer: 1 of 1 JVMs, the time was up")
        .doesNotContain("JVM 2 of 3: ");

    BenchJar.Result second = run(small, "--variants=metering,observer", "--rounds=1", "--resume");
    assertThat(second.status()).as(second.output()).isZero();
    assertThat(second.output())
        .containsPattern("JVM 1 of 2: .*, compiled, metered: measured before")
        .containsPattern("JVM 2 of 2: .*, compiled, observer\\R");
    assertThat(out.resolve("results.json"))
        .content()
        .contains("\"metering.all.compiled.geomean\"", "\"observer.compiled.worst\"");

    BenchJar.Result other = run(small, "--variants=metering", "--resume", "--rounds=2");
    assertThat(other.status()).as(other.output()).isZero();
    assertThat(other.output())
        .as("measured otherwise")
        .contains("JVM 1 of 1: ")
        .doesNotContain("measured before");
  }

  @Test
  void aJvmThatFailsDoesNotEndTheOthers() throws Exception {
    BenchJar.Result result =
        run(
            "--programs=bits",
            "--mode=compiled",
            "--variants=metering,observer",
            "--jvm-option=-XX:NoSuchOption");
    assertThat(result.status()).as(result.output()).isEqualTo(1);
    assertThat(result.output())
        .containsPattern(
            "FAILED: JVM 1 of 2: .*metered: a JVM of the benchmark ended with status 1")
        .contains("NoSuchOption")
        .containsPattern("FAILED: JVM 2 of 2: .*observer: ")
        .doesNotContain("were left out");
  }

  @Test
  void unknownProgramIsWrongUsage() throws Exception {
    BenchJar.Result result = run("--programs", "nonsense");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output()).contains("nonsense").contains("scheduler");

    result = run("--java", out.toString());
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output()).contains("is not the home of a JDK: it has no release file");
  }

  private static BenchJar.Result run(List<String> some, String... more)
      throws IOException, InterruptedException {
    return run(Stream.concat(some.stream(), Stream.of(more)).toArray(String[]::new));
  }

  private static BenchJar.Result run(String... arguments) throws IOException, InterruptedException {
    return BenchJar.run(
        Stream.concat(Stream.of("paired"), Stream.of(arguments)).toArray(String[]::new));
  }
}
