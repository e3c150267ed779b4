package dev.tachograph.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scripts used, kept for later. */
class HistoryIT {
  @TempDir private Path directory;

  @Test
  void runsAppendTheirRecordsAndLimitsFollowFromThem() throws Exception {
    Files.writeString(directory.resolve("small.js"), "for (var i = 0; i < 100; i++);");
    Files.writeString(directory.resolve("large.js"), "for (var i = 0; i < 1000; i++);");
    Cli both =
        Cli.tachograph(directory, "run", "--history", "records.jsonl", "small.js", "large.js");
    assertThat(both.exitCode()).isZero();
    Cli stopped =
        Cli.tachograph(
            directory,
            "run",
            "--history=records.jsonl",
            "--max-iterations=50",
            "small.js",
            "large.js");
    assertThat(stopped.exitCode()).isEqualTo(3);
    assertThat(Files.readString(directory.resolve("records.jsonl")).lines())
        .hasSize(3)
        .last()
        .asString()
        .contains("\"script\":\"small.js\"", "\"outcome\":\"limit-exceeded\"", "\"remaining\":0");

    Cli limits = Cli.tachograph(directory, "recommend", "--json", "records.jsonl");
    assertThat(limits.exitCode()).isZero();
    assertThat(limits.json().at("/groups/0/name").asText()).isEqualTo("large.js");
    assertThat(limits.json().at("/groups/0/resources/iterations/limit").asInt()).isEqualTo(1500);
    assertThat(limits.json().at("/groups/1/resources/iterations/limit").asInt()).isEqualTo(150);
    assertThat(limits.json().at("/groups/1/stopped").asInt()).isEqualTo(1);

    Cli replay =
        Cli.tachograph(
            directory, "recommend", "--json", "--replay", "limit.iterations=500", "records.jsonl");
    assertThat(replay.json().at("/stops/0/script").asText()).isEqualTo("large.js");
    assertThat(replay.json().at("/stopped").asInt()).isEqualTo(1);
  }
}
