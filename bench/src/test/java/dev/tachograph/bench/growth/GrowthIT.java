package dev.tachograph.bench.growth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tachograph.bench.BenchJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the packaged command with few points. Asserts that they are there, and times loosely. */
class GrowthIT {
  @TempDir private Path out;

  @Test
  void everyPointHasItsCost() throws Exception {
    measure();
    JsonNode json = new ObjectMapper().readTree(out.resolve("results.json").toFile());
    for (String key :
        new String[] {
          "growth.accounts.1.micros",
          "growth.accounts.100.micros",
          "growth.size-run.10.micros",
          "growth.size-run.plain.10.micros",
          "growth.history.0.micros",
          "growth.history.1000.micros",
          "growth.recording.1.micros"
        }) {
      assertThat(json.get(key).doubleValue()).as(key).isBetween(0.01, 10_000.0);
    }
    assertThat(json.get("growth.size-run.exponent").doubleValue())
        .as("100 times the work takes more time, and not a thousand times as much")
        .isBetween(0.2, 1.5);
    assertThat(json.has("growth.recording.exponent")).isFalse();
    assertThat(Files.readAllLines(out.resolve("rounds.csv")))
        .as("a header, 3 points of 4 series and 2 of the recording")
        .hasSize(1 + 4 * 3 + 2);
    assertThat(out.resolve("growth-history.svg")).content().contains("metered");
    assertThat(out.resolve("results.md")).content().contains("| records that the account keeps |");

    String measured = Files.readString(out.resolve("rounds.csv"));
    assertThat(measure("--resume").output())
        .contains("growth-size-run-plain: measured before")
        .contains("growth-accounts,size-run,history,recording-metered: measured before");
    assertThat(out.resolve("rounds.csv")).content().isEqualTo(measured);
  }

  private BenchJar.Result measure(String... options) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("growth", "--short", "--rounds", "1", "--out", out.toString()));
    arguments.addAll(List.of("--dimensions", "accounts,size-run,history,recording"));
    arguments.addAll(List.of(options));
    BenchJar.Result result = BenchJar.run(arguments.toArray(String[]::new));
    assertThat(result.status()).as(result.output()).isZero();
    return result;
  }

  @Test
  void unknownDimensionIsWrongUsage() throws Exception {
    BenchJar.Result result = BenchJar.run("growth", "--dimensions", "nonsense");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output()).contains("nonsense").contains("accounts");
  }
}
