package dev.tachograph.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.engine.ExecutionMode;
import dev.tachograph.meter.Limits;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The prompt: from a pipe in a JVM of its own, and at a terminal without a screen. */
class ReplIT {
  @TempDir private Path directory;

  @Test
  void everyLineShowsItsValueAndItsCost() throws Exception {
    Cli repl =
        Cli.piped(
            directory,
            """
            function twice(n) {
              return 2 * n;
            }
            twice(21)
            for (var i = 0; i < 10; i++) twice(i);
            null.x
            .cost off
            ({ twice, print })
            """,
            "repl");

    assertThat(repl.exitCode()).as(repl.err()).isZero();
    assertThat(repl.err()).isEmpty();
    assertThat(repl.out().lines().filter(line -> !line.startsWith("  #")))
        .containsExactly(
            "42",
            "18",
            "[4]:1: TypeError: Cannot read property \"x\" from null",
            "    at [4]:1",
            "{ twice: [Function: twice], print: [Function: log] }");
    assertThat(repl.out().lines().filter(line -> line.startsWith("  #")))
        .hasSize(4)
        .anyMatch(line -> line.startsWith("  # functionCalls 1, "))
        .anyMatch(line -> line.startsWith("  # iterations 10, functionCalls 10, "));
  }

  @Test
  void limitsStopALineAndCanBeChanged() throws Exception {
    Files.writeString(directory.resolve("five.js"), "var five = 5;");
    Cli repl =
        Cli.piped(
            directory,
            """
            .cost off
            while (true);
            .limit limit.iterations=20
            while (true);
            .limit iterations
            .limit limit.iterations=many
            .limits
            .nothing
            five
            .exit
            never
            """,
            "repl",
            "--max-iterations=10",
            "five.js");

    assertThat(repl.exitCode()).as(repl.err()).isZero();
    assertThat(repl.out())
        .contains("iterations used 11, limit 10", "iterations used 21, limit 20")
        .contains("give a key and a value", "limit.iterations=many")
        .contains("  iterations         20 for each")
        .contains("no command .nothing; .help shows those that there are")
        .contains("\n5\n")
        .doesNotContain("never");
  }

  @Test
  @Timeout(60)
  void atATerminalLinesGoOnAndNamesAreCompleted() throws Exception {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    Path history = directory.resolve("history");
    try (Shell shell =
            new Shell(
                "terminal", Limits.unlimited(), ExecutionMode.INTERPRETED, true, printed, printed);
        LineDisciplineTerminal terminal =
            new LineDisciplineTerminal("test", "ansi", screen, StandardCharsets.UTF_8)) {
      terminal.enterRawMode();
      type(
          terminal,
          "var order = { totalOfAll: 7 }\r",
          "order.totalO\t\r",
          "1 +\r",
          "2\r",
          "\u0004");

      new Prompt(shell, printed).run(new TerminalLines(terminal, shell.session(), history));
    }

    assertThat(out.toString(StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("  #")))
        .containsExactly("7", "3");
    assertThat(Files.readString(history)).contains("order.totalOfAll");
  }

  private static void type(LineDisciplineTerminal terminal, String... keys) throws Exception {
    for (String typed : keys) {
      terminal.processInputBytes(typed.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void aScriptsCostIsProfiled() throws Exception {
    Files.writeString(
        directory.resolve("loop.js"), "for (var i = 0; i < 1000; i++) {} print('not shown')");

    Cli words = Cli.tachograph(directory, "bench-script", "--runs=20", "loop.js");
    Cli json = Cli.tachograph(directory, "bench-script", "--runs=5", "--json", "loop.js");
    Cli stopped = Cli.tachograph(directory, "bench-script", "--max-iterations=10", "loop.js");
    Cli wrong = Cli.tachograph(directory, "bench-script", "--runs=0", "loop.js");

    assertThat(words.exitCode()).as(words.err()).isZero();
    assertThat(words.out())
        .startsWith("loop.js: 20 runs, each with the same iterations and calls")
        .contains("cpuTime   first run ", "wallTime  first run ", "; later runs p50 ")
        .contains("limit.iterations=1500")
        .doesNotContain("not shown");
    assertThat(json.json().at("/runs").asInt()).isEqualTo(5);
    assertThat(json.json().at("/repeatable").asBoolean()).isTrue();
    assertThat(json.json().at("/first/iterations").asInt()).isEqualTo(1000);
    assertThat(json.json().at("/later/iterations/maximum").asInt()).isEqualTo(1000);
    assertThat(stopped.exitCode()).isEqualTo(3);
    assertThat(stopped.err()).contains("loop.js was stopped: it needs more iterations");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("--runs=0: 1 to 1000000 are");
  }
}
