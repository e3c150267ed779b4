package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mozilla.javascript.Context;

/** Rhinos that cannot be metered, or of which that is not proven: refused, or run and reported. */
class UnprovenIT {
  @TempDir Path folder;

  static Stream<Path> jdks() {
    return ForkedJvm.jdks().stream();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aRhinoOnTheBootClassPathRunsNothing(Path jdk) throws IOException {
    Path report = folder.resolve("report.json");
    ForkedJvm.Result result =
        ForkedJvm.java(jdk)
            .with("-Xbootclasspath/a:" + ForkedJvm.origin(Context.class))
            .withAgent("report=" + report)
            .withMain(ScriptHost.class, "a.js=1")
            .run();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stdout()).isEmpty();
    assertThat(result.stderr())
        .contains("refused: class org.mozilla.javascript.Context cannot be metered")
        .contains("java.lang.LinkageError: Tachograph refused class org.mozilla.javascript.Context")
        .contains("it is on the boot class path. Remedy: put Rhino on the class path");
    assertThat(Files.readString(report)).contains("\"refused\": 1");
  }

  @Test
  void aRhinoOnTheBootClassPathRunsUnmeteredIfAsked() throws IOException {
    Path report = folder.resolve("report.json");
    ForkedJvm.Result result =
        ForkedJvm.java(ForkedJvm.jdks().get(0))
            .with("-Xbootclasspath/a:" + ForkedJvm.origin(Context.class))
            .withAgent("unproven=report,report=" + report)
            .withMain(ScriptHost.class, "a.js=1")
            .run()
            .succeeded();
    assertThat(result.stdout()).isEqualTo("a.js -> 1\n");
    String sentence =
        "the Rhino of org.mozilla.javascript.Context runs all the same, NOT or not wholly metered:"
            + " it is on the boot class path (unproven=report)";
    assertThat(result.stderr()).containsOnlyOnce("WARNING: " + sentence);
    assertThat(Files.readString(report)).contains("\"refused\": 0").contains(sentence);
  }

  /** Its interpreter is not where it is known to be, so that it cannot be changed. */
  private ForkedJvm.Result runUndescribed(String options, Path report) throws IOException {
    Path jar = folder.resolve("undescribed.jar");
    if (!Files.exists(jar)) {
      OtherRhino.edited(
          ForkedJvm.origin(Context.class),
          jar,
          text -> text.replace("interpretLoop", "interpretTour"));
    }
    return ForkedJvm.java(ForkedJvm.jdks().get(0))
        .withAgent(options + "report=" + report)
        .with("-cp", jar + java.io.File.pathSeparator + ForkedJvm.origin(ScriptHost.class))
        .with(
            ScriptHost.class.getName(),
            "compiled.js=for (var i = 0; i < 1000; i++); i",
            "interpreted.js=eval('for (var i = 0; i < 1000; i++); i')")
        .run();
  }

  @Test
  void whatNobodyHasDescribedIsRefused() throws IOException {
    ForkedJvm.Result refused = runUndescribed("", folder.resolve("report.json"));
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.stdout()).isEmpty();
    assertThat(refused.stderr())
        .contains("Tachograph cannot meter this Rhino (org.mozilla.javascript. in ")
        .contains("INTERPRETED), so it refuses to let it run scripts. Remedy: ")
        .contains("INTERPRETED code was not counted or not stopped");
  }

  @Test
  void whatNobodyHasDescribedRunsIfAskedAndIsMeteredAsFarAsProven() throws IOException {
    Path report = folder.resolve("report.json");
    ForkedJvm.Result result = runUndescribed("unproven=report,", report).succeeded();
    assertThat(result.stdout()).isEqualTo("compiled.js -> 1000\ninterpreted.js -> 1000\n");
    assertThat(result.stderr())
        .containsOnlyOnce("WARNING: interpreted code of org.mozilla.javascript.* in ")
        .contains("runs all the same, NOT or not wholly metered: ")
        .doesNotContain("WARNING: compiled code");
    assertThat(Files.readString(report))
        .contains(
            """
                  "name": "compiled.js",
                  "iterations": 1000,
            """)
        .contains(
            """
                  "name": "interpreted.js",
                  "iterations": 0,
            """)
        .contains("\"unmetered\": [\n      \"interpreted code of org.mozilla.javascript.* in ");

    ForkedJvm.Result limited =
        runUndescribed("unproven=report,limit.iterations=999,", report).succeeded();
    assertThat(limited.stdout())
        .startsWith("compiled.js -> TachographLimitException: ")
        .endsWith("\ninterpreted.js -> 1000\n");
  }
}
