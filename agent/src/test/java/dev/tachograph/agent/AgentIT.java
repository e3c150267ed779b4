package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/** An unmodified program under the packaged agent, on every JDK of this machine. */
class AgentIT {
  @TempDir Path folder;

  static Stream<Path> jdks() {
    return ForkedJvm.jdks().stream();
  }

  private static ForkedJvm.Result evaluate(Path jdk, String options, String... scripts) {
    return ForkedJvm.java(jdk).withAgent(options).withMain(ScriptHost.class, scripts).run();
  }

  /** The JDK that runs the tests, under an agent that reports. */
  private static ForkedJvm reporting(Path report) {
    return ForkedJvm.java(ForkedJvm.jdks().get(0)).withAgent("report=" + report);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void countsEachScriptAndChangesNothing(Path jdk) throws IOException {
    Path report = folder.resolve("report.json");
    String[] scripts = {
      "loop.js=for (var i = 0; i < 1000; i++) {} i",
      "calls.js=function f(n) { return n < 1 ? 0 : f(n - 1) + 1 } f(9)"
    };
    ForkedJvm.Result plain = ForkedJvm.java(jdk).withMain(ScriptHost.class, scripts).run();
    ForkedJvm.Result metered = evaluate(jdk, "report=" + report, scripts).succeeded();
    assertThat(metered.stdout()).isEqualTo(plain.stdout());
    assertThat(metered.stderr()).isEqualTo(plain.stderr()).isEmpty();
    assertThat(Files.readString(report))
        .startsWith(
            """
            {
              "totals": {
                "iterations": 1000,
                "functionCalls": 10,
            """)
        .contains(
            """
                  "name": "calls.js",
                  "iterations": 0,
                  "functionCalls": 10,
                  "allocatedBytes": 9980,
                  "nativeSteps": 1472,
                  "sourceChars": 54,
                  "stackDepth": 11,
                  "stackBytes": 20480,
                  "allocationAtOnce": 4000,
                  "fuel": 17284,
                  "evaluations": 1,
            """
                .indent(0))
        .contains("\"running\": []", "\"refused\": 0", "\"Rhino 1.9.2");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).as("no temporary file is left").containsExactly(report);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void stopsARunawayScriptAndTheProgramGoesOn(Path jdk) {
    ForkedJvm.Result result =
        evaluate(
            jdk,
            "limit.iterations=500",
            "runaway.js=while (true) {}",
            "good.js=for (var i = 0; i < 500; i++) {} i");
    result.succeeded();
    assertThat(result.stdout())
        .contains("runaway.js -> TachographLimitException: stopped: iterations used 501, limit 500")
        .contains("raise limit.iterations to allow more")
        .contains("good.js -> 500");
  }

  @Test
  void accountsShareTheirTotal() throws IOException {
    Path report = folder.resolve("report.json");
    String loop = "=for (var i = 0; i < 6; i++) {} i";
    ForkedJvm.Result result =
        evaluate(
            ForkedJvm.jdks().get(0),
            "account=name:all,total.iterations=10,report=" + report,
            "a.js" + loop,
            "b.js" + loop,
            "c.js" + loop);
    assertThat(result.succeeded().stdout())
        .contains("a.js -> 6")
        .contains(
            "b.js -> TachographLimitException: stopped: iterations in total used 11, limit 10")
        .contains("c.js -> TachographLimitException: not started: account 'all' has used up");
    assertThat(Files.readString(report))
        .contains("\"id\": \"all\"", "\"total.iterations\": 10", "\"iterations\": 11");
  }

  @Test
  void theReportIsWrittenOnExitAndShowsWhatStillRuns() throws IOException {
    Path report = folder.resolve("report.json");
    ForkedJvm.Result result = reporting(report).withMain(ExitingHost.class).run();
    assertThat(result.exitCode()).isEqualTo(7);
    assertThat(Files.readString(report))
        .contains(
            "\"running\": [\n    {\n      \"script\": \"exits.js\",\n      \"iterations\": 3");
  }

  /** A program whose script ends the JVM. */
  static final class ExitingHost {
    private ExitingHost() {}

    public static void main(String[] args) {
      Context cx = Context.enter();
      cx.evaluateString(
          cx.initStandardObjects(),
          "for (var i = 0; i < 3; i++); java.lang.System.exit(7)",
          "exits.js",
          1,
          null);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void anInterruptCancelsTheScriptOfItsThreadIfAsked(Path jdk) {
    ForkedJvm.Result cancelled =
        ForkedJvm.java(jdk).withAgent("interrupt=cancel").withMain(InterruptedHost.class).run();
    assertThat(cancelled.succeeded().stdout())
        .contains("cancelled after ", " because its thread was interrupted, script spin.js")
        .contains("still interrupted: true");
    ForkedJvm.Result ignored =
        ForkedJvm.java(jdk)
            .withAgent("limit.iterations=50_000_000")
            .withMain(InterruptedHost.class)
            .run();
    assertThat(ignored.succeeded().stdout())
        .contains("iterations used 50000001")
        .contains("still interrupted: true");
  }

  /** A program that interrupts its own thread while an endless script runs on it. */
  static final class InterruptedHost {
    private InterruptedHost() {}

    public static void main(String[] args) {
      Thread host = Thread.currentThread();
      Context cx = Context.enter();
      Scriptable scope = cx.initStandardObjects();
      ScriptableObject.putProperty(scope, "host", Context.javaToJS(host, scope));
      try {
        cx.evaluateString(scope, "host.interrupt(); while (true);", "spin.js", 1, null);
      } catch (RhinoException stopped) {
        System.out.println(stopped.getMessage());
      }
      System.out.println("still interrupted: " + host.isInterrupted());
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void wrongOptionsStopTheJvmWithAMessage(Path jdk) {
    for (String wrong :
        List.of("limit.loops=3", "limit.iterations=x", "limit.iterations=2,total.iterations=1")) {
      ForkedJvm.Result result = evaluate(jdk, wrong, "a.js=1");
      assertThat(result.exitCode()).isEqualTo(2);
      assertThat(result.stdout()).isEmpty();
      assertThat(result.stderr())
          .startsWith("tachograph: ")
          .contains(wrong.substring(0, wrong.indexOf('=')));
    }
  }

  @Test
  void theLogGoesToItsFileAndUnwritableOnesAreNamed() throws IOException {
    Path log = folder.resolve("agent.log");
    Path missing = folder.resolve("missing/agent.log");
    evaluate(ForkedJvm.jdks().get(0), "log=" + log, "a.js=1").succeeded();
    assertThat(log).exists();
    assertThat(evaluate(ForkedJvm.jdks().get(0), "log=" + missing, "a.js=1").stderr())
        .contains("cannot write log=");
  }

  @Test
  void twoAgentsInOneJvmCountOnce() throws IOException {
    Path report = folder.resolve("report.json");
    ForkedJvm.Result result =
        reporting(report)
            .withAgent("limit.iterations=1")
            .withMain(ScriptHost.class, "a.js=for (var i = 0; i < 5; i++); i")
            .run();
    assertThat(result.succeeded().stdout()).contains("a.js -> 5");
    assertThat(result.stderr()).contains("runs in this JVM already");
    assertThat(Files.readString(report)).contains("\"iterations\": 5");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void theJarPrintsItsHelp(Path jdk) {
    ForkedJvm.Result help =
        ForkedJvm.java(jdk).with("-jar", System.getProperty("tachograph.agent.jar")).run();
    assertThat(help.succeeded().stdout()).contains("-javaagent:tachograph-agent.jar");
  }
}
