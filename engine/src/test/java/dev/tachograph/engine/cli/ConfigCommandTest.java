package dev.tachograph.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path directory;

  private int run(String... args) {
    return Main.run(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        args);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  @Test
  void settingsAreShownWithTheirSources() throws Exception {
    String one = file("one.yaml", "cache: {hotAfter: 3}\nprofile.rules.limit.cpuTime: 1s\n");
    String two = file("two.properties", "cache.hotAfter=4\n");

    assertThat(run("config", "--file", one, "--file", two)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .contains(
            "cache.hotAfter = 4  (%s)".formatted(two),
            "profile.rules.limit.cpuTime = 1s  (%s:2)".formatted(one),
            "engine.scopesAhead = 10  (default)");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void faultsAreListed() throws Exception {
    String wrong = file("wrong.yaml", "cache:\n  hotAftr: 3\n  maximumBytes: 5q\n");

    assertThat(run("config", "--file", wrong)).isEqualTo(ExitCode.USAGE);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "tachograph: the configuration has 2 faults:",
            wrong + ":2: cache.hotAftr: unknown key; did you mean cache.hotAfter?",
            wrong
                + ":3: cache.maximumBytes: 5q: expected a number of bytes: digits and '_', then k,"
                + " m, g (1024^n) or nothing, such as 256m",
            "Try 'tachograph config --help' for the options.");
  }
}
