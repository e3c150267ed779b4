package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Flight Recorder sees of the agent, in JVMs of their own, read with the JDK's own tool. */
class JfrIT {
  private static final String SPIN = "spin.js=for (var i = 0; i < 10; i++); i";
  private static final String CALL = "call.js=function f() {} while (true) f()";

  /** Loaded only when Flight Recorder is initialised. */
  private static final String RECORDER_IS_UP = "jdk.jfr.internal.MetadataRepository ";

  private static final String WAITS_FOR_RECORDING = "dev.tachograph.jfr.FirstRecording ";
  private static final String EVENT_CLASS = "dev.tachograph.jfr.EvaluationEndEvent ";

  @TempDir Path directory;

  static List<Path> jdks() {
    return ForkedJvm.jdks();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aRecordingFromTheStartShowsEveryEvaluationWithUnits(Path jdk) throws IOException {
    Path recording = directory.resolve("whole.jfr");
    metered(java(jdk).with("-XX:StartFlightRecording=filename=" + recording));

    assertThat(loaded()).contains(RECORDER_IS_UP, WAITS_FOR_RECORDING, EVENT_CLASS);

    List<String> ends = print(jdk, "tachograph.EvaluationEnd", recording);
    assertThat(ends).hasSize(2);
    assertThat(ends.get(0))
        .containsPattern("duration = [0-9.,]+ (ns|us|ms|s)\n")
        .containsPattern("wallTime = [0-9.,]+ (ns|us|ms|s)\n")
        .containsPattern("opened = [0-9]{2}:[0-9]{2}:[0-9]{2}")
        .contains("outcome = \"completed\"")
        .contains("account = \"spin.js\"")
        .contains("script = \"spin.js\"")
        .contains("iterations = 10\n")
        .contains("functionCalls = 0\n")
        .contains("accountIterations = 10\n")
        .contains("eventThread = \"main\"");
    assertThat(ends.get(1))
        .contains("outcome = \"limit-exceeded\"")
        .contains("iterations = 101\n")
        .contains("functionCalls = 100\n");

    assertThat(print(jdk, "tachograph.EvaluationStart", recording)).hasSize(2);
    List<String> breaches = print(jdk, "tachograph.LimitExceeded", recording);
    assertThat(breaches).hasSize(1);
    assertThat(breaches.get(0))
        .contains("resource = \"iterations\"")
        .contains("limit = 100\n")
        .contains("used = 101\n")
        .contains("source = \"call.js\"")
        .contains("line = 1\n");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void theAgentPrintsSettingsThatFlightRecorderTakes(Path jdk) throws IOException {
    Path settings = directory.resolve("tachograph.jfc");
    ForkedJvm.java(jdk)
        .with("-jar", System.getProperty("tachograph.agent.jar"), "jfc", "-o", settings.toString())
        .run()
        .succeeded();
    assertThat(
            ForkedJvm.java(jdk)
                .with("-jar", System.getProperty("tachograph.agent.jar"), "jfc")
                .run()
                .succeeded()
                .stdout())
        .isEqualTo(Files.readString(settings));
    Path recording = directory.resolve("settings.jfr");
    metered(
        java(jdk)
            .with(
                "-XX:StartFlightRecording:settings="
                    + Files.writeString(
                        settings, Files.readString(settings).replace(">*<", ">spin*<"))
                    + ",filename="
                    + recording));

    assertThat(print(jdk, "tachograph.EvaluationEnd", recording)).hasSize(2);
    assertThat(print(jdk, "tachograph.LimitExceeded", recording)).hasSize(1);
    assertThat(print(jdk, "tachograph.AccountSnapshot", recording))
        .isNotEmpty()
        .allSatisfy(snapshot -> assertThat(snapshot).contains("account = \"spin.js\""));
    assertThat(print(jdk, "jdk.JVMInformation", recording)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aRecordingSaysWhatIsMetered(Path jdk) throws IOException {
    Path recording = directory.resolve("classes.jfr");
    metered(java(jdk).with("-XX:StartFlightRecording=filename=" + recording));

    List<String> proofs = print(jdk, "tachograph.MeteringProof", recording);
    assertThat(proofs).hasSize(2);
    assertThat(proofs.get(0))
        .contains("rhino = \"Rhino 1.", "mode = \"interpreted\"", "failure = N/A");
    assertThat(proofs.get(1)).contains("mode = \"compiled\"");
    List<String> woven = print(jdk, "tachograph.ClassWoven", recording);
    assertThat(woven).filteredOn(event -> event.contains("script = \"spin.js\"")).hasSize(1);
    assertThat(woven)
        .filteredOn(
            event -> event.contains("className = \"org.mozilla.javascript.ScriptableObject\""))
        .hasSize(1)
        .allSatisfy(event -> assertThat(event).containsPattern("wovenSize = [0-9.,]+ kB"));
    List<String> meters = print(jdk, "tachograph.MeterSnapshot", recording);
    assertThat(meters.get(meters.size() - 1))
        .contains("accounts = 2\n", "scripts = 2\n", "refusedClasses = 0\n")
        .contains("scriptClasses = 2\n", "rhinoVersions = \"Rhino 1.");
    List<String> scripts = print(jdk, "tachograph.ScriptSnapshot", recording);
    assertThat(scripts)
        .filteredOn(event -> event.contains("script = \"call.js\""))
        .isNotEmpty()
        .allSatisfy(event -> assertThat(event).contains("iterations = 101\n", "ends = 1\n"));
    assertThat(print(jdk, "tachograph.AccountSnapshot", recording))
        .filteredOn(event -> event.contains("account = \"call.js\""))
        .isNotEmpty()
        .allSatisfy(
            event -> assertThat(event).contains("limits = \"limit.iterations=100\"", "ends = 1\n"));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void newerJdksPrintTables(Path jdk) throws IOException {
    assumeTrue(ForkedJvm.version(jdk) >= 21, "jfr view came with JDK 21");
    Path recording = directory.resolve("view.jfr");
    metered(java(jdk).with("-XX:StartFlightRecording=filename=" + recording));

    String table =
        ForkedJvm.tool(jdk, "jfr")
            .with("view", "--width", "300", "tachograph.LimitExceeded", recording.toString())
            .run()
            .succeeded()
            .stdout();
    assertThat(table)
        .containsPattern("(?m)^ +Limit Exceeded")
        .containsPattern("Kind +Resource +Scope +Limit Account +Limit +Used +Requested")
        .containsPattern("exceeded +iterations +evaluation +call.js +100 +101 +1 +false");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aRecordingStartedLaterShowsWhatEvaluatesFromThenOn(Path jdk) throws IOException {
    Path recording = directory.resolve("late.jfr");
    java(jdk).withMain(LateRecording.class, recording.toString()).run().succeeded();

    List<String> ends = print(jdk, "tachograph.EvaluationEnd", recording);
    assertThat(ends).hasSize(1);
    assertThat(ends.get(0))
        .contains("evaluationId = 2\n")
        .contains("script = \"during.js\"")
        .contains("iterations = 4\n")
        .contains("sequence = 1\n");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void withoutARecordingFlightRecorderStaysDown(Path jdk) throws IOException {
    metered(java(jdk));

    assertThat(loaded())
        .contains(WAITS_FOR_RECORDING)
        .doesNotContain(RECORDER_IS_UP)
        .doesNotContain("dev.tachograph.jfr.EventPublisher")
        .doesNotContainPattern("dev\\.tachograph\\.jfr\\.\\w+Event ");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void withoutRhinoNotEvenTheListenerIsLoaded(Path jdk) throws IOException {
    java(jdk).withMain(ScriptHost.class).run().succeeded();

    assertThat(loaded()).contains("dev.tachograph.agent.AgentStart ").doesNotContain("jdk.jfr");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void anOperatorCanOptOut(Path jdk) throws IOException {
    ForkedJvm.Result result = metered(java(jdk).with("-XX:-FlightRecorder"));

    assertThat(result.stderr()).doesNotContain("[tachograph");
    assertThat(loaded()).doesNotContain(RECORDER_IS_UP).doesNotContain(WAITS_FOR_RECORDING);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aRuntimeWithoutTheModuleMeters(Path jdk) throws IOException {
    ForkedJvm.Result result =
        metered(
            java(jdk)
                .with(
                    "--limit-modules",
                    "java.instrument,java.desktop,java.logging,java.management,jdk.dynalink"));

    assertThat(result.stderr()).isEmpty();
    assertThat(loaded()).doesNotContain("jdk.jfr").doesNotContain("dev.tachograph.jfr.");
  }

  /** With a limit of 100 iterations, and a log of the classes that were loaded. */
  private ForkedJvm java(Path jdk) {
    return ForkedJvm.java(jdk)
        .with("-Xlog:class+load:file=" + directory.resolve("classes.txt"))
        .withAgent("limit.iterations=100");
  }

  /** Runs both scripts, the second of them up to the limit. */
  private static ForkedJvm.Result metered(ForkedJvm jvm) {
    ForkedJvm.Result result = jvm.withMain(ScriptHost.class, SPIN, CALL).run().succeeded();
    assertThat(result.stdout()).contains("spin.js -> 10", "call.js -> TachographLimitException");
    return result;
  }

  private String loaded() throws IOException {
    return Files.readString(directory.resolve("classes.txt"));
  }

  /** The events of a type, each in the form that {@code jfr print} gives it. */
  private static List<String> print(Path jdk, String event, Path recording) {
    String printed =
        ForkedJvm.tool(jdk, "jfr")
            .with("print", "--events", event, recording.toString())
            .run()
            .succeeded()
            .stdout();
    return printed.isBlank() ? List.of() : List.of(printed.strip().split("\n\n"));
  }
}
