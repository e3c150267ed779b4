package dev.tachograph.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Counting and stopping from outside: the packaged jar, without a flag, on every JDK. */
class MeteringIT {
  private static final List<String> MODES = List.of("auto", "compiled", "interpreted");

  @TempDir private Path directory;

  private static Stream<Arguments> jdksAndModes() {
    return Jdks.all().stream()
        .flatMap(java -> MODES.stream().map(mode -> Arguments.of(java, mode)));
  }

  @ParameterizedTest
  @MethodSource("jdksAndModes")
  void countsTheSameInEveryModeOnEveryJdk(Path java, String mode) throws Exception {
    write("loop.js", "for (var i = 0; i < 1000; i++) {}");

    Cli run = Cli.tachograph(java, directory, "run", "--json", "--mode", mode, "loop.js");

    assertThat(run.err()).as("no warnings of the JVM either").isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.json().at("/outcome").asText()).isEqualTo("completed");
    assertThat(run.json().at("/usage/iterations").asLong()).isEqualTo(1000);
    assertThat(run.json().at("/usage/functionCalls").asLong()).isZero();
  }

  @ParameterizedTest
  @MethodSource("jdksAndModes")
  void stopsAtTheLimitInEveryModeOnEveryJdk(Path java, String mode) throws Exception {
    write("loop.js", "for (var i = 0; i < 1000; i++) {}");

    Cli run =
        Cli.tachograph(
            java, directory, "run", "--json", "--mode", mode, "--max-iterations=999", "loop.js");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.json().at("/outcome").asText()).isEqualTo("limit-exceeded");
    JsonNode breach = run.json().at("/breach");
    assertThat(breach.at("/resource").asText()).isEqualTo("iterations");
    assertThat(breach.at("/used").asLong()).isEqualTo(1000);
    assertThat(breach.at("/limit").asLong()).isEqualTo(999);
    assertThat(breach.at("/source").asText()).isEqualTo("loop.js");
    assertThat(breach.at("/line").asInt()).isEqualTo(1);
  }

  @Test
  void stopsALoopWithoutAnEndInPlainWords() throws Exception {
    write("runaway.js", "function spin() {\n  while (true) {}\n}\nspin();\n");

    Cli run = Cli.tachograph(directory, "run", "--max-iterations", "1_000", "runaway.js");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .startsWith(
            "tachograph: runaway.js was stopped: it needs more iterations than it may use",
            "  resource: iterations",
            "  limit:    1000",
            "  used:     1001",
            "  function: spin",
            "  line:     runaway.js:2",
            "  remedy:   allow more with --max-iterations N");
    assertThat(run.err()).contains("usage: iterations=1001, functionCalls=1, ");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void finallyDoesNotHelpAScript(String mode) throws Exception {
    write(
        "finally.js",
        """
        function stay() {
          try { while (true) {} } finally { while (true) {} }
        }
        try { stay(); } catch (e) { print('caught'); } finally { print('finally'); stay(); }
        """);

    Cli run = Cli.tachograph(directory, "run", "--mode", mode, "--max-iterations=10", "finally.js");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("used:     11").contains("function: stay");
  }

  @ParameterizedTest
  @MethodSource("jdksAndModes")
  void stopsByTheClockInEveryModeOnEveryJdk(Path java, String mode) throws Exception {
    write("spin.js", "while (true) {}");

    Cli run =
        Cli.tachograph(
            java,
            directory,
            "run",
            "--json",
            "--mode",
            mode,
            "--cpu=unlimited",
            "--wall=50ms",
            "spin.js");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.json().at("/breach/resource").asText()).isEqualTo("wallTime");
    assertThat(run.json().at("/usage/wallTimeNanos").asLong()).isGreaterThan(50_000_000);
    assertThat(run.json().at("/usage/cpuTimeNanos").asLong()).isPositive();
  }

  @Test
  void stopsByCpuTimeInPlainWords() throws Exception {
    write("spin.js", "while (true) {}");

    Cli run = Cli.tachograph(directory, "run", "--wall=unlimited", "--cpu=100ms", "spin.js");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .contains("it needs more cpuTime than it may use")
        .contains("limit:    100 ms")
        .contains("allow more with --max-cpu-time DURATION");
  }

  private static Stream<String> modes() {
    return Stream.of("compiled", "interpreted");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Object.defineProperty({}, 'a',"
            + " { enumerable: true, get: function endless() { while (true) {} } });",
        "throw { toString: function endless() { while (true) {} } };"
      })
  void showingTheValueOrTheErrorIsMeteredToo(String script) throws Exception {
    write("shown.js", script);

    Cli run = Cli.tachograph(directory, "run", "--json", "--max-iterations=10", "shown.js");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.json().at("/breach/function").asText()).isEqualTo("endless");
  }

  @Test
  void totalsSpanTheFiles() throws Exception {
    write("loop.js", "for (var i = 0; i < 1000; i++) {}");

    Cli run =
        Cli.tachograph(directory, "run", "--json", "--total-iterations=1500", "loop.js", "loop.js");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.json().at("/breach/scope").asText()).isEqualTo("total");
    assertThat(run.json().at("/breach/used").asLong()).isEqualTo(1501);
    assertThat(run.json().at("/usage/iterations").asLong()).isEqualTo(1501);
    assertThat(run.json().at("/usage/evaluations").asLong()).isEqualTo(2);
  }

  @Test
  void aFileThatIsNotAdmittedIsNamed() throws Exception {
    write("first.js", "print('first');");
    write("second.js", "print('second');");

    Cli run = Cli.tachograph(directory, "run", "--total-evaluations", "1", "first.js", "second.js");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).isEqualToIgnoringNewLines("first");
    assertThat(run.err())
        .contains("second.js was not started")
        .contains("evaluations, of all files together")
        .contains("--total-evaluations");
  }

  @Test
  void withoutTheAgentNothingRuns() throws Exception {
    write("loop.js", "print('ran');");
    List<String> noAgent =
        List.of("-cp", Cli.jar(), "dev.tachograph.engine.cli.Main", "run", "loop.js");

    Cli run = Cli.java(Jdks.own(), directory, noAgent);

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("refused").contains("-javaagent").contains("tachograph.jar");
  }

  @Test
  void anAgentThatCountsOnlySomeResourcesLimitsNothing() throws Exception {
    String agent = "-javaagent:" + System.getProperty("tachograph.agent.jar") + "=only=iterations";
    String classPath = System.getProperty("java.class.path");

    Cli host =
        Cli.java(
            Jdks.own(), directory, List.of(agent, "-cp", classPath, PartialHost.class.getName()));

    String why =
        " refused: the Tachograph agent in this JVM counts nothing but iterations (only=iterations),"
            + " so it can limit nothing: start the agent without only= to limit scripts";
    assertThat(host.out().lines())
        .startsWith("account" + why, "evaluation" + why, "engine" + why)
        .last(InstanceOfAssertFactories.STRING)
        .startsWith("counted: {iterations=7, functionCalls=0, allocatedBytes=0, nativeSteps=0, ");
    assertThat(host.exitCode()).isZero();

    write("loop.js", "print('ran');");
    Cli run =
        Cli.java(
            Jdks.own(),
            directory,
            List.of(agent, "-cp", Cli.jar(), "dev.tachograph.engine.cli.Main", "run", "loop.js"));
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("refused", "start the agent without only= to limit scripts");
  }

  private void write(String name, String script) throws Exception {
    Files.writeString(directory.resolve(name), script);
  }
}
