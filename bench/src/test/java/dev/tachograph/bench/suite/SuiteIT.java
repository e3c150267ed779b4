package dev.tachograph.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tachograph.bench.BenchJar;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the packaged benchmark's suites, for as short as they can be. Asserts no times. */
class SuiteIT {
  @TempDir private Path out;

  @Test
  void resultsOfAllPartsAreInOnePlace() throws Exception {
    BenchJar.Result result =
        BenchJar.run(
            "short", "--minutes=0.01", "--programs=bits", "--parts=cost,reach", "--out=" + out);

    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.output())
        .contains(
            "cost (1 of 2)", "reach (2 of 2)", "were left out: the time was up", "LEFT OUT: ");
    JsonNode results = new ObjectMapper().readTree(out.resolve("results.json").toFile());
    assertThat(results.path("metering.all.compiled.geomean").doubleValue()).isPositive();
    assertThat(results.path("metering.all.compiled.program.bits.iterations").longValue())
        .isEqualTo(92_200);
    assertThat(results.path("reach").path("tachograph").path("escaped").longValue()).isZero();
    assertThat(results.path("environment").path("commit").textValue()).isNotBlank();
    assertThat(Files.readAllLines(out.resolve("rounds.csv")))
        .startsWith("program,jdk,mode,fork,round,variant,times,cpuNanos")
        .hasSize(1 + 2 * 7);
    assertThat(out.resolve("results.md"))
        .content()
        .contains("A short run", "## What metering costs", "## Attacks on all of them", "| bits |")
        .contains("![cost](cost/cost.svg)");
    assertThat(out.resolve("cost/cost.svg")).content().contains("<svg", "metered");
  }

  @Test
  void onePartThatFailsDoesNotEndTheOthers() throws Exception {
    Files.writeString(out.resolve("reach"), "where its folder should be");

    BenchJar.Result result =
        BenchJar.run("full", "--programs=bits", "--forks=0", "--parts=cost,reach", "--out=" + out);

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output())
        .contains("--rounds, --forks and --sample-millis begin at 1")
        .contains("FAILED: cost, with status 2", "FAILED: reach, with status 1");
    assertThat(out.resolve("results.md")).content().contains("Failed; what it said");
  }

  @Test
  void wrongUsageIsSaidBeforeAnythingIsMeasured() throws Exception {
    BenchJar.Result result = BenchJar.run("short", "--programs=nonsense", "--out=" + out);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output()).contains("no program is named 'nonsense'; there are scheduler");

    result = BenchJar.run("short", "--parts=nonsense", "--out=" + out);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output()).contains("no part is named 'nonsense'; there are cost");
    assertThat(out).isEmptyDirectory();
  }
}
