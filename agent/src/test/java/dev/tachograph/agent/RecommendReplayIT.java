package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.agent.ForkedJvm.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits from recordings, and what other limits would have stopped in them. */
class RecommendReplayIT {
  private static final String ALL_READ =
      "Evaluations that ended: 4, of which 4 were read, 0 came before the recording, and 0 were"
          + " lost or not recorded";

  private final Path java = ForkedJvm.jdks().get(0);

  @TempDir Path directory;
  private Path recording;

  @BeforeEach
  void record() {
    recording = directory.resolve("app.jfr");
    ForkedJvm.java(java)
        .with("-XX:StartFlightRecording=filename=" + recording)
        .withAgent("account=name:shop,limit.iterations=100")
        .withMain(
            ScriptHost.class,
            "vat.js=for (var i = 0; i < 10; i++); i",
            "vat.js=for (var i = 0; i < 40; i++); i",
            "ship.js=for (var i = 0; i < 7; i++); i",
            "ship.js=for (;;);")
        .run()
        .succeeded();
  }

  private Result run(String... arguments) {
    return ForkedJvm.java(java)
        .with("-jar", System.getProperty("tachograph.agent.jar"))
        .with(arguments)
        .run();
  }

  private Result runOnRecording(String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = recording.toString();
    return run(all);
  }

  private static String words(Result result) {
    return result.succeeded().stdout().replace(System.lineSeparator(), "\n").replaceAll(" +", " ");
  }

  @Test
  void limitsAreRecommendedForEachScript() {
    String words = words(run("recommend", recording.toString()));
    assertThat(words)
        .startsWith("script ship.js: 1 evaluations, without 1 stopped, 0 denied, 0 cancelled\n")
        .contains("\n iterations 1 7 7 7 11\n", " options: limit.iterations=11,")
        .contains("\nscript vat.js: 2 evaluations\n", "\n iterations 2 10 40 40 60\n")
        .contains(" options: limit.iterations=60,")
        .contains("\n\n" + ALL_READ + "\n");
  }

  @Test
  void filesCountOnceAndAccountsHaveOneGroup() {
    String json =
        run(
                "recommend",
                "--json",
                "--by=account",
                "--headroom=100%",
                recording.toString(),
                recording.toString())
            .succeeded()
            .stdout();
    assertThat(json.replaceAll("\\s", ""))
        .startsWith("{\"groups\":[{\"name\":\"shop\",\"evaluations\":4,\"used\":3,\"stopped\":1,")
        .contains("\"iterations\":{\"count\":3,\"p50\":10,\"p99\":40,\"maximum\":40,\"limit\":80}")
        .contains("],\"missing\":{\"ended\":{\"read\":4,\"earlier\":0,\"lost\":0},\"leftOut\":0,")
        .endsWith(",\"bytes\":0,\"unreadable\":0}}");
  }

  @Test
  void aReplaySaysWhatWouldHaveBeenStopped() {
    List<String> lines =
        words(run("replay", recording.toString(), "--limit", "iterations=9"))
            .lines()
            .map(line -> line.replaceFirst("^ \\S+ ", ""))
            .toList();
    String raise = "; raise limit.iterations to allow more";
    assertThat(lines)
        .startsWith(
            "4 evaluations with limit.iterations=9: 3 would have been stopped, 0 denied",
            "account shop: stopped: iterations used 10, limit 9, script vat.js" + raise,
            "account shop: stopped: iterations used 40, limit 9, script vat.js" + raise,
            "account shop: stopped: iterations used 101, limit 9, script ship.js" + raise,
            "",
            ALL_READ);
  }

  @Test
  void totalsAreReplayedForEachAccountOrScript() {
    String[] replay = {"replay", "--limit=iterations=50", "--limit=total.iterations=50"};
    assertThat(words(runOnRecording(replay)))
        .startsWith(
            "4 evaluations with limit.iterations=50,total.iterations=50: 1 would have been stopped,"
                + " 1 denied\n")
        .contains("used 57, limit 50");
    String json =
        run("replay", "--json", "--by=script", "--limit=total.iterations=45", recording + "")
            .succeeded()
            .stdout()
            .replaceAll("\\s", "");
    assertThat(json)
        .contains("\"evaluations\":4,\"skipped\":0,\"stopped\":2,\"denied\":0")
        .contains("\"missing\":{\"ended\":{\"read\":4,");
  }

  @Test
  void lostEvaluationsAreCounted() {
    Path lossy = directory.resolve("lossy.jfr");
    ForkedJvm.java(java)
        .with(
            "-XX:FlightRecorderOptions:"
                + "numglobalbuffers=2,globalbuffersize=512k,threadbuffersize=4k")
        .withAgent("")
        .withMain(RecordedHost.class, lossy.toString())
        .run()
        .succeeded();
    String words = words(run("recommend", lossy.toString()));
    assertThat(words)
        .contains("\n iterations ", " 10 10 10 15\n", " 20 20 20 30\n")
        .contains("\nEvaluations that ended: " + RecordedHost.EVALUATIONS + ", of which ");
    assertThat(words).doesNotContain(" " + RecordedHost.EVALUATIONS + " were read");
  }

  @Test
  void wrongUsageAndUnreadableFilesAreNamed() throws Exception {
    assertFails(2, "--by=colour: expected account or all or script", "recommend", "--by=colour");
    assertFails(2, "--basis=mean: expected maximum or p99", "recommend", "--basis=mean");
    assertFails(2, "a head-room of 99999 %", "recommend", "--headroom=99999");
    assertFails(2, "unknown resource 'rounds' in 'limit.rounds'", "replay", "--limit=rounds=5");
    assertFails(2, "total.heldBytes cannot be replayed", "replay", "--limit=total.heldBytes=5");
    assertFails(2, "'limit.iterations' is no limit: expected key", "replay", "--limit=iterations");
    assertFails(2, "Missing required option: '--limit=KEY=N'", "replay");
    Path text = Files.writeString(directory.resolve("text.jfr"), "no recording");
    recording = text;
    assertFails(1, text + ": ", "recommend");
    recording = directory.resolve("missing.jfr");
    assertFails(1, recording + ": no such file", "replay", "--limit=iterations=5");
  }

  private void assertFails(int exitCode, String message, String... arguments) {
    Result result = runOnRecording(arguments);
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(exitCode);
    assertThat(result.stderr()).contains(message).doesNotContain("\tat ");
    assertThat(result.stdout()).isEmpty();
  }
}
