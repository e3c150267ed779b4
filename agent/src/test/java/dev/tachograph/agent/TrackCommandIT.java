package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tracker on the command line. */
class TrackCommandIT {
  private static final String AGENT = System.getProperty("tachograph.agent.jar");

  @TempDir Path directory;

  static List<Path> jdks() {
    return ForkedJvm.jdks();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void saysWhatHappensAndEndsWithTheFinalFigures(Path jdk) throws Exception {
    try (LoadedJvm jvm = new LoadedJvm(jdks().get(0), directory)) {
      Process track =
          ForkedJvm.java(jdk)
              .with("-jar", AGENT, "track", "--jvm", Long.toString(jvm.pid()))
              .with("--limit", "tenant:iterations=5_000_000")
              .start(directory.resolve("err.txt"));
      try (BufferedReader out = track.inputReader()) {
        String name = "JVM " + jvm.pid();
        await(out, " watching, " + name + ": it is watched");
        jvm.go();
        await(out, " limit-reached, account 'tenant': iterations used ");
        await(out, " suspended, " + name + ": account 'tenant' is suspended;");
        jvm.awaitRefused();
        long used = jvm.iterations();
        await(out, name + ": watching, suspended there: 'tenant'");
        await(out, "'tenant' (JVMs: 1): iterations " + used + " of 5000000: STOPPED");
        assertThat(track.toHandle().destroy()).isTrue(); // as Ctrl-C does; its output stays open
        await(out, "Final figures");
        await(out, name + ": watching, suspended there: 'tenant'");
        assertThat(track.waitFor(1, TimeUnit.MINUTES)).isTrue();
      } finally {
        track.destroyForcibly();
      }
    }
  }

  @Test
  void looksOnceAndPrintsJson() throws Exception {
    try (LoadedJvm jvm = new LoadedJvm(jdks().get(0), directory)) {
      ForkedJvm.Result known =
          track("--once", "--json", "--jvm", "" + jvm.pid(), "--limit", "tenant:iterations=5")
              .run();
      assertThat(known.succeeded().stdout())
          .startsWith("{\"final\":{\"at\":\"")
          .contains("\"state\":\"watching\"", "\"pids\":[" + jvm.pid() + "]", "\"id\":\"tenant\"")
          .endsWith("}\n");
    }
    ForkedJvm.Result unknown = track("--once", "--jvm", "127.0.0.1:1").run();
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.stdout()).contains("JVM 127.0.0.1:1: lost (");
    ForkedJvm.Result wrong = track("--jvm", "here").run();
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.stderr()).contains("'here' is no JVM").doesNotContain("\tat ");
  }

  private static ForkedJvm track(String... arguments) {
    return ForkedJvm.java(jdks().get(0)).with("-jar", AGENT, "track").with(arguments);
  }

  /** Waits for a line that has this. */
  private static void await(BufferedReader out, String text) throws Exception {
    String line = out.readLine();
    while (line != null && !line.contains(text)) {
      line = out.readLine();
    }
    assertThat(line).as("a line with: " + text).isNotNull();
  }
}
