package dev.tachograph.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wrong usage: exit code 2, a message that names what was wrong, and nothing runs. */
class UsageTest {
  @TempDir private Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private String script;

  @BeforeEach
  void writeScript() throws Exception {
    script = Files.writeString(directory.resolve("x.js"), "1").toString();
  }

  @Test
  void noCommand() {
    assertUsage("Usage: tachograph");
    assertUsage("Unmatched argument at index 0: 'walk'", "walk");
  }

  @Test
  void noFile() {
    assertUsage("Missing required parameter: 'FILE.js'", "run");
  }

  @Test
  void unknownOption() {
    assertUsage("Unknown option: '--max-patience=3'", "run", "--max-patience=3", script);
  }

  @Test
  void noSuchFile() {
    assertUsage("no such file: missing.js", "run", "--json", "missing.js");
  }

  @Test
  void argumentsAreNotReadFromFiles() {
    assertUsage("no such file: @" + script, "run", "@" + script);
  }

  @Test
  void directory() {
    assertUsage("a directory, not a file: " + directory, "run", directory.toString());
  }

  @Test
  void notUtf8() throws Exception {
    Path latin1 = Files.write(directory.resolve("latin1.js"), new byte[] {(byte) 0xE4, '\n'});

    assertUsage("not in UTF-8, as scripts have to be: " + latin1, "run", latin1.toString());
  }

  @Test
  void badNumber() {
    assertUsage(
        "--max-iterations=many: expected a whole number", "run", "--max-iterations=many", script);
    assertUsage(
        "--total-evaluations=-1: expected a whole number", "run", "--total-evaluations=-1", script);
  }

  @Test
  void badSizeAndDuration() {
    assertUsage(
        "--max-cpu-time=5: expected a duration: digits and '_', then ms, s, m or h",
        "run",
        "--cpu=5",
        script);
    assertUsage(
        "--max-allocated-bytes=many: expected a number of bytes",
        "run",
        "--max-memory=many",
        script);
    assertUsage("Unknown option: '--total-stack-depth=5'", "run", "--total-stack-depth=5", script);
  }

  @Test
  void contradictingLimits() {
    assertUsage(
        "--max-function-calls=2 contradicts --total-function-calls=1",
        "run",
        "--max-function-calls=2",
        "--total-function-calls=1",
        script);
  }

  @Test
  void aLimitGivenTwice() {
    assertUsage(
        "--max-iterations is given 2 times, as 1 and 2: give it once",
        "run",
        "--max-iterations=1",
        "--max-iterations=2",
        script);
  }

  @Test
  void unknownMode() {
    assertUsage(
        "expected auto, compiled or interpreted, but was 'fast'", "run", "--mode", "fast", script);
  }

  private void assertUsage(String message, String... args) {
    out.reset();
    err.reset();

    int exitCode = Main.run(stream(out), stream(err), args);

    assertThat(err.toString(StandardCharsets.UTF_8)).contains(message);
    assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(out.size()).isZero();
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
