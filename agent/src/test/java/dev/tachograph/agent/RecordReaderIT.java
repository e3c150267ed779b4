package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tachograph.jfr.reader.AccountFigures;
import dev.tachograph.jfr.reader.FlightRecord;
import dev.tachograph.jfr.reader.RecordReader;
import dev.tachograph.jfr.reader.RecordSource;
import dev.tachograph.jfr.reader.ScriptFigures;
import dev.tachograph.meter.Resource;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reader knows of another JVM, of any version, that dies or loses most of its events. */
class RecordReaderIT {
  private static final int READ_BEFORE_THE_KILL = 2000;

  @TempDir Path directory;

  static List<Path> jdks() {
    return ForkedJvm.jdks();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aKilledProcessIsReadUpToItsLastFlush(Path jdk) throws Exception {
    CountDownLatch enough = new CountDownLatch(READ_BEFORE_THE_KILL);
    RecordReader reader = new RecordReader(10, evaluation -> enough.countDown());
    Process process =
        ForkedJvm.java(jdk)
            .with("-Xlog:disable", "-XX:StartFlightRecording")
            .withAgent("")
            .withMain(RecordedHost.class)
            .start(directory.resolve("err.txt"));
    List<String> said = new ArrayList<>();
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      while (line != null && !line.startsWith(RecordedHost.REPOSITORY)) {
        line = out.readLine();
      }
      assertThat(line).isNotNull();
      Path repository = Path.of(line.substring(RecordedHost.REPOSITORY.length()));
      Thread lines = new Thread(() -> out.lines().forEach(said::add));
      lines.start();
      RecordSource source = RecordSource.ofRepository(repository, process.toHandle(), reader);
      assertThat(enough.await(2, TimeUnit.MINUTES)).isTrue();
      assertThat(process.toHandle().destroyForcibly()).isTrue();
      assertThat(source.end().get(1, TimeUnit.MINUTES)).isEqualTo(RecordSource.End.EXITED);
      lines.join();
    } finally {
      process.destroyForcibly();
    }

    FlightRecord record = reader.read();
    long ends = record.totals().get(Resource.EVALUATIONS);
    long iterations = ends / 2 * 30 + ends % 2 * 10;
    assertThat(record.totals().get(Resource.ITERATIONS)).isEqualTo(iterations);
    assertThat(record.evaluations().read()).isEqualTo(ends);
    assertThat(record.evaluations().lost()).isZero();
    assertThat(record.evaluations().earlier()).isZero();
    assertThat(record.scripts())
        .extracting(ScriptFigures::script)
        .containsExactly("ten.js", "twenty.js");
    assertThat(record.scripts()).allSatisfy(script -> assertThat(script.unknown()).isZero());
    assertThat(record.meters()).hasSize(1);

    // Of what ended, only what came after the last event is missing, and nothing is made up.
    long started = said.stream().filter(line -> line.startsWith("start ")).count();
    assertThat(ends).isBetween((long) READ_BEFORE_THE_KILL, started);
    assertThat(record.running().size()).isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void totalsAreExactThoughMostEventsAreLost(Path jdk) throws Exception {
    Path file = directory.resolve("lossy.jfr");
    ForkedJvm.java(jdk)
        .with(
            "-XX:FlightRecorderOptions:"
                + "numglobalbuffers=2,globalbuffersize=512k,threadbuffersize=4k")
        .withAgent("")
        .withMain(RecordedHost.class, file.toString())
        .run()
        .succeeded();
    RecordReader reader = new RecordReader();
    RecordSource.readFile(file, reader);

    FlightRecord record = reader.read();
    int each = RecordedHost.EVALUATIONS / 2;
    assertThat(record.evaluations().all()).isEqualTo(RecordedHost.EVALUATIONS);
    assertThat(record.evaluations().read()).isLessThan(RecordedHost.EVALUATIONS);
    assertThat(record.accounts())
        .extracting(
            AccountFigures::account,
            account -> account.usage().get(Resource.ITERATIONS),
            account -> account.usage().get(Resource.EVALUATIONS))
        .containsExactly(
            tuple("ten.js", each * 10L, (long) each), tuple("twenty.js", each * 20L, (long) each));
    assertThat(record.scripts())
        .extracting(
            ScriptFigures::script,
            script -> script.usage().get(Resource.ITERATIONS),
            ScriptFigures::unknown)
        .containsExactly(tuple("ten.js", each * 10L, 0L), tuple("twenty.js", each * 20L, 0L));
  }

  @Test
  void aReportHasTotalsBreachesAndWhatIsMissing() throws Exception {
    Path running = ForkedJvm.jdks().get(0);
    Path file = directory.resolve("report.jfr");
    ForkedJvm.java(running)
        .with("-XX:StartFlightRecording=filename=" + file)
        .withAgent("limit.iterations=100")
        .withMain(
            ScriptHost.class,
            "spin.js=for (var i = 0; i < 10; i++); i",
            "call.js=function f() {} while (true) f()")
        .run()
        .succeeded();
    Path json = directory.resolve("report.json");
    Path tables = directory.resolve("tables");
    String[] command = {"-jar", System.getProperty("tachograph.agent.jar"), "report"};
    String words =
        ForkedJvm.java(running)
            .with(command)
            .with(file.toString(), file.toString()) // twice, and counted once
            .with("--json", json.toString(), "--csv", tables.toString())
            .run()
            .succeeded()
            .stdout();

    assertThat(words)
        .contains("Total: iterations=111, functionCalls=100,")
        .contains("'call.js': iterations=101,")
        .contains("stopped: iterations used 101, limit 100, script call.js, at call.js:1")
        .contains("Evaluations that ended: 2, of which 2 were read, 0 came before the recording")
        .contains("so are those of scripts.");
    assertThat(Files.readString(json))
        .startsWith("{\n  \"totals\": {\n    \"iterations\": 111,")
        .contains("\"line\": 1", "\"lost\": 0", "\"rhinoVersions\": [");
    assertThat(Files.readAllLines(tables.resolve("accounts.csv")))
        .hasSize(3)
        .element(1)
        .asString()
        .startsWith("call.js,,101,100,")
        .endsWith("limit.iterations=100");
    assertThat(Files.readAllLines(tables.resolve("scripts.csv"))).hasSize(3);
    assertThat(Files.readAllLines(tables.resolve("evaluations.csv"))).hasSize(3);
    assertThat(Files.readAllLines(tables.resolve("breaches.csv")))
        .hasSize(2)
        .element(1)
        .asString()
        .endsWith(",call.js,exceeded,iterations,evaluation,100,101,1,call.js,call.js,call.js,,1");

    ForkedJvm.Result failed = ForkedJvm.java(running).with(command).with(json.toString()).run();
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.stderr()).contains(json.toString()).doesNotContain("\tat ");
  }
}
