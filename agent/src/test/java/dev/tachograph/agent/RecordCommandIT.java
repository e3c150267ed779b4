package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.jfr.reader.FlightRecord;
import dev.tachograph.jfr.reader.RecordReader;
import dev.tachograph.jfr.reader.RecordSource;
import dev.tachograph.meter.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recordings of JVMs that run. */
class RecordCommandIT {
  private static final String AGENT = System.getProperty("tachograph.agent.jar");

  @TempDir Path directory;

  static List<Path> jdks() {
    return ForkedJvm.jdks();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void aRecordingIsStartedCopiedAndStopped(Path jdk) throws Exception {
    Path early = directory.resolve("early.jfr");
    Path whole = directory.resolve("whole.jfr");
    try (LoadedJvm jvm = new LoadedJvm(jdk, directory)) {
      String pid = Long.toString(jvm.pid());
      ForkedJvm.Result wrong = run("start", pid, "--max-size", "50x");
      assertThat(wrong.exitCode()).isEqualTo(2);
      assertThat(wrong.stderr())
          .isEqualTo("--max-size 50x: expected a number of bytes, or one with k, m or g\n");
      assertThat(record("start", pid, "--jdk", "--max-age", "1h", "--max-size", "50m").stdout())
          .startsWith("recording 'tachograph' of " + pid + " has started");
      assertThat(record("list", pid).stdout()).contains("tachograph\tRUNNING\t");
      ForkedJvm.Result again = run("start", pid);
      assertThat(again.exitCode()).isEqualTo(1);
      assertThat(again.stderr())
          .contains("there is a recording 'tachograph' already: stop it, or give another --name");

      assertThat(record("dump", pid, "-o", early.toString()).stdout())
          .isEqualTo("wrote " + early + System.lineSeparator());
      jvm.go();
      while (jvm.iterations() < 1_000_000) {
        Thread.onSpinWait(); // it asks the JVM each time
      }
      assertThat(record("stop", pid, "-o", whole.toString()).stdout())
          .contains("recording 'tachograph' has ended");
      assertThat(record("list", pid).stdout()).doesNotContain("tachograph\t");

      ForkedJvm.Result none = run("dump", pid, "-o", directory.resolve("none.jfr").toString());
      assertThat(none.exitCode()).isEqualTo(1);
      assertThat(none.stderr()).contains("there is no recording 'tachograph'");
    }
    assertThat(directory.resolve("none.jfr")).doesNotExist();
    assertThat(read(early).meters()).hasSize(1);
    assertThat(read(whole).totals().get(Resource.ITERATIONS)).isGreaterThan(0);
    assertThat(read(whole).evaluations().lost()).isZero();
  }

  @Test
  void wrongUsageIsSaid() throws Exception {
    ForkedJvm.Result nobody = run("start", "here");
    assertThat(nobody.exitCode()).isEqualTo(2);
    assertThat(nobody.stderr()).contains("'here' is no JVM").doesNotContain("\tat ");
    ForkedJvm.Result nothing = run();
    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(nothing.stderr()).contains("Missing one of start, dump, stop, list");
    ForkedJvm.Result unreachable = run("list", "127.0.0.1:1");
    assertThat(unreachable.exitCode()).isEqualTo(1);
    assertThat(unreachable.stderr()).startsWith("127.0.0.1:1: ").doesNotContain("\tat ");
  }

  private static FlightRecord read(Path file) throws IOException {
    assertThat(Files.size(file)).isPositive();
    RecordReader reader = new RecordReader();
    RecordSource.readFile(file, reader);
    return reader.read();
  }

  private static ForkedJvm.Result record(String... arguments) {
    return run(arguments).succeeded();
  }

  private static ForkedJvm.Result run(String... arguments) {
    return ForkedJvm.java(jdks().get(0)).with("-jar", AGENT, "record").with(arguments).run();
  }
}
