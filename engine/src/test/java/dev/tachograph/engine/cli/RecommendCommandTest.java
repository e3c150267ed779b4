package dev.tachograph.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records in, limits out. */
class RecommendCommandTest {
  @TempDir private Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private String file;

  private static String record(int id, String script, String outcome, int iterations) {
    return """
        {"id":%d,"account":"shop","script":"%s","thread":"main","start":"2026-03-01T10:00:0%dZ",\
        "durationNanos":5,"outcome":"%s","usage":{"iterations":%d,"evaluations":1}}
        """
        .formatted(id, script, id, outcome, iterations);
  }

  @BeforeEach
  void writeRecords() throws Exception {
    file =
        Files.writeString(
                directory.resolve("records.jsonl"),
                record(1, "a.js", "completed", 10)
                    + record(2, "b.js", "completed", 1000)
                    + record(3, "b.js", "limit-exceeded", 5000))
            .toString();
  }

  private int run(String... args) {
    out.reset();
    err.reset();
    return Main.run(stream(out), stream(err), args);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  @Test
  void recommendsForEachScript() {
    assertThat(run("recommend", file)).isZero();
    assertThat(out().replaceAll(" +", " "))
        .isEqualTo(
            """
            script a.js: 1 evaluations
             known of p50 p99 maximum limit
             iterations 1 10 10 10 15
             evaluations 1 1 1 1 \

             options: limit.iterations=15

            script b.js: 1 evaluations, without 1 stopped, 0 denied, 0 cancelled
             known of p50 p99 maximum limit
             iterations 1 1000 1000 1000 1500
             evaluations 1 1 1 1 \

             options: limit.iterations=1500
            """);
    assertThat(err.size()).isZero();
  }

  @Test
  void jsonHasTheSameNumbers() throws Exception {
    assertThat(run("recommend", "--json", "--by=all", "--headroom=100%", "--basis=p99", file))
        .isZero();
    JsonNode group = new ObjectMapper().readTree(out()).at("/groups/0");
    assertThat(group.at("/name").asText()).isEqualTo("(all)");
    assertThat(group.at("/used").asInt()).isEqualTo(2);
    assertThat(group.at("/resources/iterations").toString())
        .isEqualTo("{\"count\":2,\"p50\":10,\"p99\":1000,\"maximum\":1000,\"limit\":2000}");
    assertThat(group.at("/options").asText()).isEqualTo("limit.iterations=2000");
  }

  @Test
  void replaysLimits() throws Exception {
    String limits = "limit.iterations=999,total.evaluations=2";
    assertThat(run("recommend", "--replay", limits, file)).isZero();
    assertThat(out())
        .isEqualTo(
            """
            3 evaluations with limit.iterations=999,total.evaluations=2: 1 would have been stopped, 1 denied
              2026-03-01T10:00:02Z  account shop: stopped: iterations used 1000, limit 999, \
            script b.js; raise limit.iterations to allow more
              2026-03-01T10:00:03Z  account shop: not started: account 'shop' has used up \
            evaluations in total used 3, limit 2, script b.js; raise total.evaluations to allow more
            """);
    assertThat(run("recommend", "--json", "--by", "script", "--replay", limits, file)).isZero();
    JsonNode replay = new ObjectMapper().readTree(out());
    assertThat(replay.at("/stopped").asInt()).isEqualTo(2);
    assertThat(replay.at("/stops/1/breach/used").asInt()).isEqualTo(5000);
  }

  @Test
  void wrongUsageIsNamed() throws Exception {
    assertUsage("Missing required parameter: 'FILE.jsonl'", "recommend");
    assertUsage("no such file: missing.jsonl", "recommend", "missing.jsonl");
    assertUsage("a directory, not a file: ", "recommend", directory.toString());
    assertUsage("--by=colour: expected account or all or script", "recommend", "--by=colour", file);
    assertUsage("--basis=mean: expected maximum or p99", "recommend", "--basis=mean", file);
    assertUsage("--headroom=half: expected a percentage", "recommend", "--headroom=half", file);
    assertUsage("a head-room of 99999 %", "recommend", "--headroom=99999", file);
    assertUsage("unknown limit 'iterations'", "recommend", "--replay=iterations=5", file);
    assertUsage(
        "total.heldBytes cannot be replayed", "recommend", "--replay=total.heldBytes=5", file);
    assertUsage(
        "--headroom is for recommending: leave it out, or --replay",
        "recommend",
        "--headroom=5",
        "--replay=limit.iterations=5",
        file);
    Path broken = Files.writeString(directory.resolve("broken.jsonl"), record(1, "a", "b", 1));
    assertUsage(
        "broken.jsonl, line 1: an outcome of another version: b", "recommend", broken.toString());
    Path latin1 = Files.write(directory.resolve("latin1"), new byte[] {(byte) 0xE4, '\n'});
    assertUsage("not in UTF-8, as records have to be: ", "recommend", latin1.toString());
    assertUsage("cannot be written: ", "run", "--history", directory.toString(), file);
  }

  private void assertUsage(String message, String... args) {
    assertThat(run(args)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(message);
    assertThat(out.size()).isZero();
  }
}
