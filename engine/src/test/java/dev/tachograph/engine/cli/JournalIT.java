package dev.tachograph.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An account that is kept over processes, with the packaged jar. */
class JournalIT {
  @TempDir private Path directory;

  private Cli run(String... options) throws Exception {
    List<String> args = new ArrayList<>(List.of("run", "--journal", "ledger"));
    args.addAll(List.of(options));
    return Cli.tachograph(directory, args.toArray(String[]::new));
  }

  /** Runs a command that needs no agent in this process. */
  private Cli here(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode = Main.run(new PrintStream(out, true), new PrintStream(err, true), args);
    return new Cli(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private String ledger() {
    return directory.resolve("ledger").toString();
  }

  private JsonNode usage() throws Exception {
    return here("usage", "--journal", ledger(), "--json").json();
  }

  private void write(String name, String script) throws Exception {
    Files.writeString(directory.resolve(name), script);
  }

  @Test
  void totalsBoundAllRunsTogether() throws Exception {
    write("loop.js", "for (var i = 0; i < 400; i++) {} i");

    Cli first = run("--account", "ci", "--total-iterations", "1_000", "--json", "loop.js");
    run("--account", "ci", "--total-iterations", "1_000", "loop.js");
    Cli stopped = run("--account", "ci", "--total-iterations", "1_000", "loop.js");
    Cli denied = run("--account", "ci", "--total-iterations", "1_000", "--json", "loop.js");
    Cli other = run("--total-iterations", "1_000", "--json", "loop.js");

    assertThat(first.exitCode()).isZero();
    assertThat(first.json().at("/usage/iterations").asLong()).isEqualTo(400);
    assertThat(stopped.exitCode()).isEqualTo(3);
    assertThat(stopped.err().lines())
        .startsWith(
            "tachograph: loop.js was stopped: it needs more iterations than it may use",
            "  resource: iterations, of account ci in all runs",
            "  limit:    1000",
            "  used:     1001");
    assertThat(stopped.err()).contains("usage: iterations=201, ");
    assertThat(denied.exitCode()).isEqualTo(3);
    assertThat(denied.json().at("/breach/scope").asText()).isEqualTo("total");
    assertThat(denied.json().at("/breach/account").asText()).isEqualTo("ci");
    assertThat(denied.json().at("/breach/resource").asText()).isEqualTo("iterations");
    assertThat(denied.json().at("/breach/denied").asBoolean()).isTrue();
    assertThat(other.exitCode()).as("account run has a total of its own").isZero();
    checkUsage();
  }

  private void checkUsage() throws Exception {
    JsonNode ci = usage().at("/accounts/0");
    assertThat(ci.at("/id").asText()).isEqualTo("ci");
    assertThat(ci.at("/iterations").asLong()).isEqualTo(1001);
    assertThat(ci.at("/evaluations").asLong()).isEqualTo(3);
    assertThat(ci.at("/cpuTimeNanos").asLong()).isPositive();
    assertThat(ci.at("/limits/total.iterations").asLong()).isEqualTo(1000);
    assertThat(ci.at("/remaining/total.iterations").asLong()).isZero();
    assertThat(usage().at("/accounts/1/id").asText()).isEqualTo("run");
    assertThat(usage().at("/history").findValuesAsText("outcome"))
        .containsExactly("completed", "completed", "limit-exceeded", "denied", "completed");
    assertThat(here("usage", "--journal", ledger(), "--account", "ci").out().lines())
        .startsWith("account ci: 2 completed, 1 limit-exceeded, 1 denied")
        .anyMatch(line -> line.matches(" +iterations +1001 +1000 +0"))
        .noneMatch(line -> line.startsWith("account run"));

    assertThat(here("reset", "--journal", ledger(), "--account", "ci").out())
        .startsWith("reset account ci: it had used iterations=1001, ");
    assertThat(usage().at("/accounts/0/iterations").asLong()).isZero();
    assertThat(usage().at("/accounts/0/remaining/total.iterations").asLong()).isEqualTo(1000);
    assertThat(usage().at("/accounts/1/iterations").asLong()).isEqualTo(400);
    assertThat(here("reset", "--journal", ledger()).exitCode()).isZero();
    assertThat(usage().at("/accounts/1/iterations").asLong()).isZero();
    assertThat(usage().at("/history")).isEmpty();
  }

  @Test
  void aKilledRunIsChargedAtItsLastCheckpointAndKeepsOthersOutUntilThen() throws Exception {
    write("runaway.js", "while (true) {}");
    write("loop.js", "for (var i = 0; i < 10; i++) {}");
    Process process = start("run", "--journal", "ledger", "--cpu=unlimited", "--wall=unlimited");
    try {
      JsonNode running = await(process, usage -> usage.at("/accounts/0/iterations").asLong() > 0);
      long seen = running.at("/accounts/0/iterations").asLong();
      assertThat(running.at("/accounts/0/running/0/script").asText()).isEqualTo("runaway.js");

      Cli refused = run("loop.js");
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.err())
          .startsWith(
              "tachograph: the journal in ledger is in use by the process with pid %d, also after"
                  .formatted(process.pid()));

      process.destroyForcibly().waitFor();
      long charged = usage().at("/accounts/0/iterations").asLong();
      assertThat(charged).isGreaterThanOrEqualTo(seen);
      Cli denied = run("--total-iterations", String.valueOf(charged - 1), "--json", "loop.js");
      assertThat(denied.exitCode()).isEqualTo(3);
      assertThat(denied.json().at("/breach/denied").asBoolean()).isTrue();
      assertThat(run("--total-iterations", String.valueOf(charged + 10), "loop.js").exitCode())
          .isZero();
      assertThat(usage().at("/accounts/0/iterations").asLong()).isEqualTo(charged + 10);
      assertThat(usage().at("/history/0/outcome").asText()).isEqualTo("cancelled");
      assertThat(usage().at("/history/0/script").asText()).isEqualTo("runaway.js");
      assertThat(usage().at("/history/0/breach").isNull()).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of("-jar", Cli.jar()));
    command.addAll(List.of(args));
    command.add("runaway.js");
    Path out = directory.resolve("out");
    return Cli.start(Jdks.own(), directory, command, out, directory.resolve("err"));
  }

  /** Reads until it is so. */
  private JsonNode await(Process process, Predicate<JsonNode> condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (System.nanoTime() - end < 0 && process.isAlive()) {
      if (here("usage", "--journal", ledger()).exitCode() == 0) {
        JsonNode usage = usage();
        if (condition.test(usage)) {
          return usage;
        }
      }
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    throw new AssertionError("never so: " + here("usage", "--journal", ledger()));
  }

  @Test
  void anInterruptedRunIsChargedWithAllItUsed() throws Exception {
    write("runaway.js", "while (true) {}");
    Process process = start("run", "--journal", "ledger", "--cpu=unlimited", "--wall=unlimited");
    try {
      await(process, usage -> usage.at("/accounts/0/iterations").asLong() > 0);
      process.destroy();
      assertThat(process.waitFor()).isEqualTo(5);
      assertThat(usage().at("/accounts/0/running")).isEmpty();
      assertThat(usage().at("/history/0/outcome").asText()).isEqualTo("cancelled");
      assertThat(usage().at("/history/0/breach/kind").asText()).isEqualTo("cancelled");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void anAccountWithoutAJournalIsANameAlone() throws Exception {
    write("loop.js", "for (var i = 0; i < 400; i++) {}");

    for (int run = 1; run <= 2; run++) {
      Cli stopped =
          Cli.tachograph(
              directory, "run", "--account=x", "--total-iterations=10", "--json", "loop.js");

      assertThat(stopped.exitCode()).isEqualTo(3);
      assertThat(stopped.json().at("/breach/account").asText()).isEqualTo("x");
      assertThat(stopped.json().at("/breach/used").asLong()).isEqualTo(11);
    }
  }
}
