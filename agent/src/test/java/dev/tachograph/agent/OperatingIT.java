package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What operators do with JVMs that run: list them, attach to them, and look at them. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class OperatingIT {
  private static final String AGENT = System.getProperty("tachograph.agent.jar");
  private static final String LOOP = "a.js=function f() {} f(); for (var i = 0; i < 30; i++); i";

  @TempDir Path directory;

  static List<Path> jdks() {
    return ForkedJvm.jdks();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aJvmThatIsAttachedToIsMeteredFromThenOn(Path jdk) throws Exception {
    Path report = directory.resolve("report.json");
    String options = "total.iterations=60,report=" + report;
    try (AskedJvm jvm = AskedJvm.start(ForkedJvm.java(jdk), directory)) {
      String pid = jvm.pid();
      ForkedJvm.Result attached = run("attach", pid, options).succeeded();
      assertThat(attached.stdout())
          .contains(" is now in process " + pid + ", with options " + options)
          .contains("metered: scripts of every Rhino that was loaded after the agent")
          .doesNotContain("NOT METERED");
      assertThat(attached.stdout().contains("-XX:+EnableDynamicAgentLoading"))
          .isEqualTo(ForkedJvm.version(jdk) >= 21);
      assertThat(jvm.ask(LOOP)).isEqualTo("30");

      assertThat(run("top", pid, "--once", "--json").succeeded().stdout())
          .startsWith("{\"jvm\":\"" + pid + "\",\"tachograph\":\"" + AgentVersion.text() + "\"")
          .contains("\"totals\":{\"iterations\":30,\"functionCalls\":1,")
          .contains("\"accounts\":[{\"id\":\"a.js\",\"iterations\":30,\"functionCalls\":1,")
          .contains("\"limits\":{\"total.iterations\":60}")
          .contains("\"limitsUsedPercent\":{\"total.iterations\":50.0}")
          .contains("\"scripts\":[{\"name\":\"a.js\",\"iterations\":30,\"functionCalls\":1,")
          .contains("\"running\":[]", "\"rates\":null", "\"rhinoVersions\":[\"Rhino 1.9.2\"]");
      assertThat(run("list", pid, "--rhino").succeeded().stdout().lines().toList().get(1))
          .matches(" *" + pid + " .* yes +" + AgentVersion.text() + " .*AskedHost");

      ForkedJvm.Result other = run("attach", pid, "limit.iterations=7");
      assertThat(other.exitCode()).isEqualTo(1);
      assertThat(other.stdout())
          .contains(" was already in process " + pid + ", with options " + options)
          .contains("Nothing was changed: the options that you gave are NOT in force");
      assertThat(jvm.ask(LOOP)).isEqualTo("30");
      assertThat(jvm.ask(LOOP)).contains("iterations");
      jvm.end();
    }
    assertThat(report).content().contains("\"iterations\": 61,", "\"rhinoVersions\"");
  }

  @Test
  void whatRunsUnmeteredIsSaidByAllCommands() throws Exception {
    ForkedJvm java =
        ForkedJvm.java(jdks().get(0))
            .with("-Xbootclasspath/a:" + ForkedJvm.origin(org.mozilla.javascript.Context.class))
            .withAgent("unproven=report");
    try (AskedJvm jvm = AskedJvm.start(java, directory)) {
      assertThat(jvm.ask("a.js=1")).as("it cannot compile more there").isEqualTo("1");
      String sentence = "the Rhino of org.mozilla.javascript.Context runs all the same";
      String pid = jvm.pid();
      assertThat(run("top", pid, "--once", "--json").succeeded().stdout())
          .contains("\"unmetered\":[\"" + sentence)
          .contains("\"totals\":{\"iterations\":0,");
      assertThat(run("top", pid, "--once").succeeded().stdout()).contains(sentence);
      assertThat(run("list", pid).succeeded().stdout()).contains(sentence);
      assertThat(run("report", pid).succeeded().stdout()).contains(sentence);
    }
  }

  @Test
  void whatIsWrongLeavesTheJvmAlone() throws Exception {
    try (AskedJvm jvm = AskedJvm.start(ForkedJvm.java(jdks().get(0)), directory)) {
      ForkedJvm.Result typo = run("attach", jvm.pid(), "limit.iteration=7");
      assertThat(typo.exitCode()).isEqualTo(2);
      assertThat(typo.stderr()).contains("unknown resource 'iteration'");
      String log = directory.resolve("missing/log.txt").toString();
      ForkedJvm.Result unwritable = run("attach", jvm.pid(), "log=" + log);
      assertThat(unwritable.exitCode()).isEqualTo(1);
      assertThat(unwritable.stderr())
          .contains("did not start in process " + jvm.pid() + ", which goes on without it")
          .contains("cannot write log=" + log);
      assertThat(jvm.ask("alive")).isEqualTo("alive");
      ForkedJvm.Result none = run("top", jvm.pid(), "--once");
      assertThat(none.exitCode()).isEqualTo(1);
      assertThat(none.stderr()).contains("no Tachograph agent runs in that JVM. Remedy: ");

      assertThat(jvm.ask(LOOP)).isEqualTo("30");
      ForkedJvm.Result late = run("attach", jvm.pid(), "limit.iterations=20").succeeded();
      assertThat(late.stdout())
          .contains(
              "metered from their next entry on: scripts of org.mozilla.javascript.Context in");
      assertThat(jvm.ask(LOOP)).contains("iterations used 21, limit 20");
    }
  }

  @Test
  void aRunningJvmIsReportedAndFollowedToItsEnd() throws Exception {
    Path file = directory.resolve("now.json");
    ForkedJvm host = ForkedJvm.java(jdks().get(0)).withAgent("account=name:tenant");
    try (AskedJvm jvm = AskedJvm.start(host, directory)) {
      assertThat(jvm.ask(LOOP)).isEqualTo("30");
      assertThat(run("report", jvm.pid(), "-o", file.toString()).succeeded().stdout()).isEmpty();
      assertThat(file).content().contains("\"id\": \"tenant\"", "\"iterations\": 30,");
      assertThat(run("report", jvm.pid()).succeeded().stdout().lines())
          .anyMatch(line -> line.startsWith("tenant "))
          .anyMatch(line -> line.startsWith("a.js "));
      Process top =
          ForkedJvm.java(jdks().get(0))
              .with("-jar", AGENT, "top", jvm.pid(), "--json", "--interval", "100ms")
              .start(directory.resolve("top.txt"));
      try (BufferedReader out = top.inputReader()) {
        assertThat(out.readLine()).contains("\"rates\":null");
        assertThat(out.readLine()).contains("\"rates\":{\"iterations\":0.0,");
        jvm.end();
        assertThat(out.lines().reduce("", (first, last) -> last))
            .isEqualTo("JVM " + jvm.pid() + " has ended");
        assertThat(top.waitFor()).isZero();
      } finally {
        top.destroyForcibly();
      }
    }
  }

  @Test
  void whoCannotBeAttachedToIsToldFromWhoIsNotThere() throws Exception {
    ForkedJvm host = ForkedJvm.java(jdks().get(0)).with("-XX:+DisableAttachMechanism");
    try (AskedJvm jvm = AskedJvm.start(host, directory)) {
      assertThat(run("list", jvm.pid(), "--json").succeeded().stdout())
          .contains("\"pid\": " + jvm.pid(), "\"tachograph\": null")
          .contains("\"problem\": \"process " + jvm.pid() + " does not let itself be attached to");
      ForkedJvm.Result refused = run("attach", jvm.pid());
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.stderr()).contains("-XX:+DisableAttachMechanism", "Remedy: ");
      jvm.end();
      ForkedJvm.Result gone = run("attach", jvm.pid());
      assertThat(gone.exitCode()).isEqualTo(2);
      assertThat(gone.stderr()).contains("there is no process " + jvm.pid());
    }
    ForkedJvm strict = ForkedJvm.java(jdks().get(0)).with("-XX:-EnableDynamicAgentLoading");
    try (AskedJvm jvm = AskedJvm.start(strict, directory)) {
      ForkedJvm.Result refused = run("attach", jvm.pid());
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.stderr()).contains("-XX:-EnableDynamicAgentLoading", "Remedy: ");
      assertThat(jvm.ask("alive")).isEqualTo("alive");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aRhinoInAnotherPackageIsFoundIfThatIsAsked(Path jdk) throws Exception {
    String prefix = "org.htmlunit.corejs.javascript.";
    String jar = OtherRhino.jar("htmlunit-core-js-5.5.0").toAbsolutePath().toString();
    for (String neighbours : List.of("Context", "Context:Scriptable:ScriptRuntime")) {
      String mentioned = prefix + neighbours.replace(":", ":" + prefix);
      ForkedJvm host =
          ForkedJvm.java(jdk)
              .with("-Xbootclasspath/a:" + jar)
              .with("-D" + MentioningHost.MENTIONED + "=" + mentioned);
      try (AskedJvm jvm = AskedJvm.start(host, MentioningHost.class, directory)) {
        assertThat(run("list", jvm.pid(), "--rhino", "--json").succeeded().stdout())
            .contains(
                "\"rhino\": \"" + (neighbours.contains(":") ? "loaded" : "not-loaded") + "\"");
      }
    }
  }

  @Test
  void aProcessThatIsNoJvmIsLeftAlone() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/maps")));
    Process other = new ProcessBuilder("sleep", "120").start();
    try {
      ForkedJvm.Result refused = run("attach", Long.toString(other.pid()));
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.stderr()).contains("is no HotSpot JVM");
      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }

  private static ForkedJvm.Result run(String... arguments) {
    return ForkedJvm.java(jdks().get(0)).with("-jar", AGENT).with(arguments).run();
  }
}
