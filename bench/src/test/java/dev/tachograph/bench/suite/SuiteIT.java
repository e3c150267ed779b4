package dev.tachograph.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tachograph.bench.BenchJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the packaged benchmark's suites, for as short as they can be. Asserts no times. */
class SuiteIT {
  @TempDir private Path out;
  @TempDir private Path other;

  @Test
  void resultsOfAllPartsAreInOnePlace() throws Exception {
    BenchJar.Result result =
        BenchJar.run(
            "short", "--minutes=0.01", "--programs=bits", "--parts=cost,reach", "--out=" + out);

    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.output())
        .contains(
            "reach (1 of 2)", "cost (2 of 2)", "were left out: the time was up", "LEFT OUT: ");
    JsonNode results = new ObjectMapper().readTree(out.resolve("results.json").toFile());
    assertThat(results.path("metering.all.compiled.geomean").doubleValue()).isPositive();
    assertThat(results.path("metering.all.compiled.program.bits.iterations").longValue())
        .isEqualTo(92_200);
    assertThat(results.path("environment").path("forks").textValue()).isEqualTo("1");
    assertThat(results.path("leftOut").path("cost")).hasSize(14);
    assertThat(results.path("leftOut").path("cost").path(0).textValue())
        .endsWith("compiled, metered: 8 of 9 JVMs, the time was up");
    assertThat(results.path("leftOut").path("reach")).isNotEmpty();
    assertThat(results.path("failed").isObject()).isTrue();
    assertThat(results.path("failed")).isEmpty();
    JsonNode reach = results.path("reach").path("tachograph");
    assertThat(reach.path("held").longValue()).isPositive();
    assertThat(reach.path("escaped").isNumber()).isTrue();
    assertThat(reach.path("escaped").longValue()).isZero();
    assertThat(results.path("reach").path("leftOut").isMissingNode()).isTrue();
    assertThat(results.path("environment").path("commit").textValue()).isNotBlank();
    assertThat(Files.readAllLines(out.resolve("rounds.csv")))
        .startsWith("program,jdk,mode,fork,round,variant,times,cpuNanos")
        .hasSize(1 + 2 * 7);
    assertThat(out.resolve("results.md"))
        .content()
        .contains("A short run", "## What metering costs", "## Attacks on all of them", "| bits |")
        .contains("compiled, metered: 8 of 9 JVMs, the time was up", "- observer: the time was up")
        .contains("![cost](cost/cost.svg)");
    assertThat(out.resolve("cost/cost.svg")).content().contains("<svg", "metered");
  }

  @Test
  void onePartThatFailsDoesNotEndTheOthers() throws Exception {
    Files.writeString(out.resolve("cost"), "where its folder should be");
    Files.writeString(out.resolve("reach"), "where its folder should be");
    Files.writeString(out.resolve("rounds.csv"), "of another run");

    BenchJar.Result result =
        BenchJar.run("full", "--programs=bits", "--parts=cost,reach", "--out=" + out);

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output())
        .contains("FAILED: cost, with status 1", "FAILED: reach, with status 1");
    assertThat(out.resolve("results.md")).content().contains("Failed; what it said");
    JsonNode results = new ObjectMapper().readTree(out.resolve("results.json").toFile());
    assertThat(results.path("failed").path("cost").intValue()).isEqualTo(1);
    assertThat(results.path("failed").path("reach").intValue()).isEqualTo(1);
    assertThat(out.resolve("rounds.csv")).doesNotExist();
  }

  @Test
  void wrongUsageIsSaidBeforeAnythingIsMeasured() throws Exception {
    BenchJar.Result result = BenchJar.run("short", "--programs=nonsense", "--out=" + out);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output()).contains("no program is named 'nonsense'; there are scheduler");

    result = BenchJar.run("full", "--forks=0", "--out=" + out);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output())
        .contains("cost: --rounds, --forks and --sample-millis begin at 1")
        .doesNotContain("(1 of ");

    result = BenchJar.run("full", "--java=" + out, "--out=" + out);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output()).contains("cost: --java: " + out + " is not the home of a JDK");

    result = BenchJar.run("full", "--java=" + sameRelease(), "--out=" + out);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output()).contains("cost: --java: ", "there can be one of each");

    result = BenchJar.run("short", "--minutes=0", "--out=" + out);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output()).contains("--minutes must be more than 0");

    result = BenchJar.run("short", "--parts=peers", "--programs=markdown", "--out=" + out);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output()).contains("nothing is left to run: of its programs, tree");

    result = BenchJar.run("short", "--parts=nonsense", "--out=" + out);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output()).contains("no part is named 'nonsense'; there are cost");
    assertThat(out).isEmptyDirectory();
  }

  /** What looks like another JDK of the release that runs. */
  private Path sameRelease() throws IOException {
    Path home = Path.of(System.getProperty("java.home"));
    Files.copy(home.resolve("release"), other.resolve("release"));
    Path java = Files.createDirectories(other.resolve("bin")).resolve("java");
    Files.createSymbolicLink(java, home.resolve("bin").resolve("java"));
    return other;
  }
}
