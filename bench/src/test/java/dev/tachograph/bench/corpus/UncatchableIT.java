package dev.tachograph.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mozilla.javascript.Context;

/** No script of {@code hostile/catch} outlives its limits, in neither mode. */
class UncatchableIT {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final long ITERATIONS = 100_000;
  private static final long CALLS = 20_000;

  /** Fills the stack before its limit is reached, which spoils a JVM for what runs there later. */
  private static final List<String> ALONE = List.of("stack-overflow-finally-tree");

  private static final String STACK = "-Xss4m";

  /** 52 bytes for each call that is allowed: full before that, however well frames are compiled. */
  private static final String FULL_SOON = "-Xss1m";

  /** Jobs outlive their script: a test of its own. */
  private static final String JOBS = "microtask-survive-throw";

  /** Reads its own stack trace through a hook that is not there yet: nothing to limit. */
  private static final String HARMLESS = "capture-stack-trace-getter";

  /** Its code runs when the host writes down the error: that evaluation ends with the limit. */
  private static final String WHEN_FORMATTED = "prepare-stack-trace-after";

  /**
   * What iterations and function calls cannot decide, because the attack is on something else. With
   * these limits they are stopped in the middle, to see that they do not go on.
   */
  private static final List<Undecided> UNDECIDED =
      List.of(
          new Undecided("oom-catch", 2, CALLS, "memory: few, large arrays"),
          new Undecided("oom-finally-continue", 100, CALLS, "memory: swallows OutOfMemoryError"),
          new Undecided("result-endless-rope", 20, CALLS, "native loop: a rope is made flat"),
          new Undecided("throw-hostile-name-native", 20, CALLS, "native loop: the same"),
          new Undecided("stack-trace-limit-infinite", 20, CALLS, "CPU: walks over a deep stack"),
          new Undecided("enhanced-sof", ITERATIONS, 2_000, "stack: catches StackOverflowError"));

  /** Ends when the heap does: it has neither rounds nor calls enough for their limits. */
  private static final String FILLS_THE_HEAP = "oom-finally-continue";

  /** Without a limit on its depth, it comes to the end of the stack when it is compiled. */
  private static final String FILLS_THE_STACK = "stack-overflow-finally-tree";

  private static final List<String> TABLE = new ArrayList<>();

  private record Undecided(String name, long iterations, long calls, String reason) {}

  /** What the host saw, and what the agent counted. */
  private record Outcome(List<String> line, AgentReport.Counts counts) {
    boolean isLimit() {
      return line.get(1).equals("TachographLimitException")
          && line.get(2).equals("LimitExceededError");
    }

    @Override
    public String toString() {
      return String.join(" / ", line) + " " + counts;
    }
  }

  @BeforeAll
  static void head() {
    TABLE.add(
        "| script | mode | it ended with | text | iterations | function calls | evaluations |");
    TABLE.add("|---|---|---|---|---|---|---|");
  }

  @AfterAll
  static void leaveTable() throws IOException {
    TABLE.add("");
    TABLE.add("Limits: %d iterations, %d function calls.".formatted(ITERATIONS, CALLS));
    for (Undecided undecided : UNDECIDED) {
      TABLE.add(
          "Not for them to decide: `%s` (%s); it ran with %d and %d."
              .formatted(
                  undecided.name(), undecided.reason(), undecided.iterations(), undecided.calls()));
    }
    Files.write(Checkout.target(".").resolve("uncatchable.md"), TABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "i"})
  void scriptsEndWithTheLimit(String mode) throws Exception {
    List<String> names = new ArrayList<>(names());
    UNDECIDED.forEach(undecided -> assertThat(names.remove(undecided.name())).isTrue());
    assertThat(names.removeAll(List.of(JOBS, HARMLESS, WHEN_FORMATTED))).isTrue();
    assertThat(names.removeAll(ALONE)).isTrue();
    List<Outcome> outcomes = run(mode, names, ITERATIONS, CALLS);
    outcomes.addAll(run(FULL_SOON, mode, ALONE, ITERATIONS, CALLS));
    SoftAssertions soft = new SoftAssertions();
    outcomes.forEach(outcome -> assertLimited(soft, mode, outcome, ITERATIONS, CALLS));
    soft.assertAll();
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "i"})
  void codeThatHostRunsLaterIsLimitedToo(String mode) throws Exception {
    List<Outcome> outcomes = run(mode, List.of(HARMLESS, WHEN_FORMATTED, JOBS), ITERATIONS, CALLS);
    assertThat(outcomes).hasSize(4);

    Outcome harmless = outcomes.get(0);
    assertThat(harmless.line().get(1)).as(harmless.toString()).isEqualTo("COMPLETED");
    assertThat(harmless.counts()).isEqualTo(new AgentReport.Counts(0, 0, 1));

    Outcome formatted = outcomes.get(1);
    assertThat(formatted.line().get(1)).as(formatted.toString()).isEqualTo("JavaScriptException");
    assertThat(formatted.line().get(3)).contains("FORMATTING TachographLimitException");
    assertThat(formatted.counts()).isEqualTo(new AgentReport.Counts(ITERATIONS + 1, 1, 2));

    // The job that the first tenant's script left behind runs beside the second's, and is charged
    // to the first.
    Outcome failed = outcomes.get(2);
    assertThat(failed.line().get(1)).as(failed.toString()).isEqualTo("JavaScriptException");
    assertThat(failed.counts()).isEqualTo(new AgentReport.Counts(0, 1, 2));
    Outcome next = outcomes.get(3);
    assertThat(next.line().get(3)).as(next.toString()).isEqualTo("B result");
    assertThat(next.counts()).isEqualTo(new AgentReport.Counts(0, 0, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "i"})
  void nothingIsCountedAfterBreachInUndecidedScripts(String mode) throws Exception {
    SoftAssertions soft = new SoftAssertions();
    for (Undecided script : UNDECIDED) {
      for (Outcome outcome :
          run(mode, List.of(script.name()), script.iterations(), script.calls())) {
        assertLimited(soft, mode, outcome, script.iterations(), script.calls());
      }
    }
    soft.assertAll();
  }

  /** The breach is what the host sees, and the count that was refused is the last one. */
  private static void assertLimited(
      SoftAssertions soft, String mode, Outcome outcome, long iterations, long calls) {
    soft.assertThat(outcome.isLimit()).as(outcome.toString()).isTrue();
    String name = outcome.line().get(0);
    if (name.equals(FILLS_THE_HEAP)) {
      soft.assertThat(outcome.toString()).contains("stopped: the heap of this JVM was full");
    } else if (name.equals(FILLS_THE_STACK) && mode.equals("c")) {
      soft.assertThat(outcome.toString()).contains("stopped: the stack of its thread was full");
    } else {
      soft.assertThat(
              outcome.counts().iterations() == iterations + 1
                  || outcome.counts().functionCalls() == calls + 1)
          .as("one resource is one over its limit: " + outcome)
          .isTrue();
    }
    assertDidNotEscape(soft, outcome, iterations, calls);
  }

  private static void assertDidNotEscape(
      SoftAssertions soft, Outcome outcome, long iterations, long calls) {
    AgentReport.Counts counts = outcome.counts();
    soft.assertThat(String.join(" ", outcome.line())).doesNotContain("ESCAPED", "CAUGHT");
    // One, and another one where the host turns its result into text.
    soft.assertThat(counts.evaluations()).as(outcome.toString()).isBetween(1L, 2L);
    soft.assertThat(counts.iterations()).as(outcome.toString()).isLessThanOrEqualTo(iterations + 1);
    soft.assertThat(counts.functionCalls()).as(outcome.toString()).isLessThanOrEqualTo(calls + 1);
  }

  private static List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(Checkout.corpus("hostile/catch"), "*.js")) {
      files.forEach(file -> names.add(file.getFileName().toString().replaceFirst("\\.js$", "")));
    }
    assertThat(names).hasSize(29);
    names.sort(null);
    return names;
  }

  private static List<Outcome> run(String mode, List<String> names, long iterations, long calls)
      throws Exception {
    return run(STACK, mode, names, iterations, calls);
  }

  private static List<Outcome> run(
      String stack, String mode, List<String> names, long iterations, long calls) throws Exception {
    Path folder = Checkout.target("uncatchable");
    String run = names.get(0) + "-" + mode;
    Path report = folder.resolve(run + ".json");
    Files.deleteIfExists(report);
    String options =
        "report=%s,limit.iterations=%d,limit.functionCalls=%d".formatted(report, iterations, calls);
    List<String> command = Child.javaWithAgent(options, "-Xmx512m", stack);
    command.addAll(
        List.of("-cp", Child.classPathOf(HostileHost.class, HostileScript.class, Context.class)));
    command.addAll(List.of(HostileHost.class.getName(), mode));
    for (String name : names) {
      command.add(Checkout.corpus("hostile/catch/" + name + ".js").toString());
    }
    Child.Result process = Child.start(folder, run, command).await(LIMIT);
    assertThat(process.exit()).as(process.toString()).isZero();
    AgentReport counted = AgentReport.read(report);
    List<Outcome> outcomes = new ArrayList<>();
    for (String line : process.out().lines().toList()) {
      List<String> columns = List.of(line.split("\t", -1));
      outcomes.add(
          new Outcome(
              columns, counted.scripts().getOrDefault(columns.get(0), AgentReport.Counts.NONE)));
    }
    outcomes.forEach(outcome -> TABLE.add(row(mode, outcome)));
    assertThat(outcomes).as(process.toString()).hasSizeGreaterThanOrEqualTo(names.size());
    return outcomes;
  }

  private static String row(String mode, Outcome outcome) {
    List<String> line = outcome.line();
    return "| %s | %s | %s | %s | %d | %d | %d |"
        .formatted(
            line.get(0),
            mode.equals("c") ? "compiled" : "interpreted",
            line.get(2).isEmpty() ? line.get(1) : line.get(1) + " (" + line.get(2) + ")",
            (line.get(3) + (line.get(4).isEmpty() ? "" : " - sink: " + line.get(4)))
                .replace("|", "/"),
            outcome.counts().iterations(),
            outcome.counts().functionCalls(),
            outcome.counts().evaluations());
  }
}
