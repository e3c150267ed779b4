package dev.tachograph.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.meter.Limits;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.journal.Journal;
import dev.tachograph.meter.journal.JournalOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  @Test
  void anAccountNeedsAName() {
    assertUsage("--account is empty: an account needs a name", "run", "--account=", script);
  }

  @Test
  void aJournalThatIsMissingOrNone() throws Exception {
    String missing = directory.resolve("missing").toString();
    assertUsage("Missing required option: '--journal=DIR'", "usage");
    assertUsage("there is no journal in " + missing, "usage", "--journal", missing);
    assertUsage("there is no journal in " + missing, "reset", "--journal", missing);
    assertUsage(
        "the journal in " + script + " cannot be opened", "run", "--journal", script, script);
    assertThat(directory.resolve("missing")).doesNotExist();
  }

  @Test
  void anAccountThatTheJournalDoesNotKnow() {
    Path ledger = directory.resolve("ledger");
    try (Journal journal = Journal.open(ledger, JournalOptions.defaults())) {
      journal.attach(ResourceTracker.standalone("ci", Limits.unlimited()));
      String message = "the journal in " + ledger + " knows no account 'cd'; it has ci";
      for (String command : List.of("usage", "reset")) {
        assertUsage(message, command, "--journal", ledger.toString(), "--account=cd");
      }
    }
  }

  @Test
  void aDamagedJournal() throws Exception {
    Path ledger = directory.resolve("ledger");
    Journal.open(ledger, JournalOptions.defaults()).close();
    Path file = ledger.resolve("segment-00000001.journal");
    byte[] bytes = Files.readAllBytes(file);
    bytes[60] ^= 1;
    Files.write(file, bytes);
    String message = "the journal file " + file + " is damaged at byte 32";
    for (String command : List.of("usage", "reset")) {
      assertUsage(message, command, "--journal", ledger.toString());
    }
    assertUsage(message, "run", "--journal", ledger.toString(), script);
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
