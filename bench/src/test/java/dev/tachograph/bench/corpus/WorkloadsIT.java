package dev.tachograph.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.mozilla.javascript.Context;

/**
 * Real libraries run under the agent as they do without it, and what is counted is the same whether
 * Rhino compiles or interprets them.
 */
class WorkloadsIT {
  private static final Duration LIMIT = Duration.ofMinutes(20);

  private static final String ATTRIBUTED = ",attribution=function";

  private static final List<String> WEBJARS =
      List.of("acorn", "esprima", "handlebars", "lodash", "moment", "underscore");

  /** Of every kind one: parsers, arithmetic, templates, and a file too large to be compiled. */
  private static final List<String> SLICE =
      List.of(
          "ajv",
          "bignumber",
          "coffee-script",
          "crypto-js",
          "escodegen",
          "js-yaml",
          "mustache",
          "pako",
          "papaparse",
          "ramda");

  private static final List<String> SLICE_PACKAGES =
      List.of(
          "ajv",
          "bignumber.js",
          "coffee-script",
          "crypto-js",
          "escodegen",
          "esprima",
          "js-yaml",
          "mustache",
          "pako",
          "papaparse",
          "ramda",
          "underscore");

  /** Of these, some paths are not told apart, and not the same ones in both modes. */
  private static final Set<String> TOO_MANY_PATHS =
      Set.of("typescript/main.js", "uglify-js/main.js");

  private record Outcome(
      Map<String, List<String>> lines, AgentReport report, Child.Result process) {}

  @Test
  void librariesFromMaven() throws Exception {
    check("webjars", WEBJARS, WorkloadLibraries.fromWebJars(WEBJARS));
  }

  @Test
  void attributionChangesNoCountAndAddsUp() throws Exception {
    List<Outcome> outcomes =
        Checkout.isFull()
            ? check(
                "full-attributed",
                List.copyOf(table("checksums.tsv").keySet()),
                WorkloadLibraries.fromNpm("full", null),
                ATTRIBUTED)
            : check(
                "webjars-attributed", WEBJARS, WorkloadLibraries.fromWebJars(WEBJARS), ATTRIBUTED);
    for (Outcome outcome : outcomes) {
      AgentReport report = outcome.report();
      assertThat(report.functionTotals()).isEqualTo(report.attributedTotals());
      assertThat(report.functions()).hasSizeGreaterThan(1000);
    }
    Set<String> unfit = new TreeSet<>();
    outcomes.forEach(outcome -> unfit.addAll(outcome.report().accountsWithOtherFunctions()));
    assertThat(unfit).isEqualTo(Checkout.isFull() ? TOO_MANY_PATHS : Set.of());
    assertThat(loopsAndCalls(outcomes.get(1), unfit))
        .isEqualTo(loopsAndCalls(outcomes.get(0), unfit));
  }

  /** What functions used that Rhino's modes agree on, without accounts that are left out. */
  private static Map<String, List<Long>> loopsAndCalls(Outcome outcome, Set<String> left) {
    Map<String, List<Long>> counts = new TreeMap<>();
    outcome
        .report()
        .functions()
        .forEach((function, used) -> counts.put(function, used.subList(0, 2)));
    counts.values().removeIf(List.of(0L, 0L)::equals);
    counts.keySet().removeIf(function -> left.contains(function.split(" ", 2)[0]));
    return counts;
  }

  @Test
  void librariesFromNpm() throws Exception {
    List<String> all = List.copyOf(table("checksums.tsv").keySet());
    assertThat(all).hasSize(26);
    if (Checkout.isFull()) {
      check("full", all, WorkloadLibraries.fromNpm("full", null));
    } else {
      check("slice", SLICE, WorkloadLibraries.fromNpm("slice", SLICE_PACKAGES));
    }
  }

  private static void check(String set, List<String> names, Path modules) throws Exception {
    check(set, names, modules, "");
  }

  /** The same with more options of the agent; what happened, first when compiled. */
  private static List<Outcome> check(String set, List<String> names, Path modules, String options)
      throws Exception {
    Path folder = Checkout.target("workloads");
    Child compiling = start(folder, set, "c", names, modules, options);
    Child interpreting = start(folder, set, "i", names, modules, options);
    Outcome compiled = outcome(compiling, folder.resolve(set + "-c.json"));
    Outcome interpreted = outcome(interpreting, folder.resolve(set + "-i.json"));
    Files.writeString(
        Checkout.target(".").resolve("workloads-" + set + ".md"),
        markdown(names, compiled, interpreted));

    Map<String, List<String>> checksums = table("checksums.tsv");
    Map<String, List<String>> counts = table("counts.tsv");
    SoftAssertions soft = new SoftAssertions();
    for (String name : names) {
      for (Outcome outcome : List.of(compiled, interpreted)) {
        List<String> line = outcome.lines().getOrDefault(name, List.of());
        soft.assertThat(line).as("%s: %s", name, outcome.process()).hasSizeGreaterThan(4);
        if (line.size() > 4) {
          soft.assertThat(line.subList(2, 4))
              .as("checksum and length of %s: %s", name, String.join(" ", line))
              .isEqualTo(checksums.get(name));
          soft.assertThat(line.get(1)).as(name).isEqualTo("OK");
        }
      }
      soft.assertThat(row(name, compiled, interpreted))
          .as("what %s uses", name)
          .isEqualTo(
              counts.getOrDefault(name + "@" + set.replace("-attributed", ""), counts.get(name)));
      soft.assertThat(interpreted.report().used(name + "/main.js", "stackDepth"))
          .as("depth of %s when interpreted", name)
          .isEqualTo(compiled.report().used(name + "/main.js", "stackDepth"));
    }
    soft.assertThat(interpreted.report().scripts())
        .as("counts when interpreted")
        .isEqualTo(compiled.report().scripts());
    soft.assertThat(interpreted.report().totals()).isEqualTo(compiled.report().totals());
    for (Outcome outcome : List.of(compiled, interpreted)) {
      soft.assertThat(outcome.report().refused()).as("refused classes").isZero();
      soft.assertThat(outcome.report().running()).as("open evaluations").isZero();
      soft.assertThat(outcome.process().exit()).isZero();
    }
    soft.assertAll();
    return List.of(compiled, interpreted);
  }

  /** As in {@code counts.tsv}: exact on every JVM and machine. */
  private static List<String> row(String name, Outcome compiled, Outcome interpreted) {
    String script = name + "/main.js";
    return List.of(
        compiled.report().used(script, "iterations"),
        compiled.report().used(script, "functionCalls"),
        compiled.report().used(script, "stackDepth"),
        compiled.report().used(script, "allocatedBytes"),
        interpreted.report().used(script, "allocatedBytes"),
        compiled.report().used(script, "nativeSteps"),
        interpreted.report().used(script, "nativeSteps"));
  }

  private static Child start(
      Path folder, String set, String mode, List<String> names, Path modules, String options)
      throws IOException {
    Path report = folder.resolve(set + "-" + mode + ".json");
    Files.deleteIfExists(report);
    List<String> command = Child.javaWithAgent("report=" + report + options, "-Xmx1g");
    command.addAll(List.of("-cp", Child.classPathOf(WorkloadHost.class, Context.class)));
    command.addAll(List.of(WorkloadHost.class.getName(), mode));
    command.addAll(List.of(Checkout.corpus("workloads").toString(), modules.toString()));
    command.addAll(names);
    return Child.start(folder, set + "-" + mode, command);
  }

  private static Outcome outcome(Child child, Path report) throws Exception {
    Child.Result process = child.await(LIMIT);
    assertThat(report).as(process.toString()).exists();
    Map<String, List<String>> lines = new TreeMap<>();
    process
        .out()
        .lines()
        .forEach(
            line -> {
              List<String> columns = List.of(line.split("\t", -1));
              lines.put(columns.get(0), columns);
            });
    return new Outcome(lines, AgentReport.read(report), process);
  }

  /** A table of the corpus: its first column, and the rest of the line. */
  private static Map<String, List<String>> table(String file) throws IOException {
    Map<String, List<String>> table = new TreeMap<>();
    for (String line : Files.readAllLines(Checkout.corpus("workloads").resolve(file))) {
      List<String> columns = List.of(line.split("\t", -1));
      table.put(columns.get(0), columns.subList(1, columns.size()));
    }
    return table;
  }

  private static String markdown(List<String> names, Outcome compiled, Outcome interpreted) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| workload | iterations | function calls | interpreted: the same | fell back | fuel"
            + " | ns for a unit, compiled | interpreted |");
    lines.add("|---|---:|---:|---|---|---:|---:|---:|");
    for (String name : names) {
      AgentReport.Counts counts = counts(compiled, name);
      List<String> line = compiled.lines().getOrDefault(name, List.of());
      lines.add(
          "| %s | %d | %d | %s | %s | %s | %.1f | %.1f |"
              .formatted(
                  name,
                  counts.iterations(),
                  counts.functionCalls(),
                  counts.equals(counts(interpreted, name)) ? "yes" : counts(interpreted, name),
                  line.size() > 4 ? line.get(4) : "did not run",
                  compiled.report().used(name + "/main.js", "fuel"),
                  nanosPerFuel(compiled, name),
                  nanosPerFuel(interpreted, name)));
    }
    return String.join("\n", lines) + "\n";
  }

  private static double nanosPerFuel(Outcome outcome, String name) {
    String script = name + "/main.js";
    return Double.parseDouble(outcome.report().used(script, "cpuTimeNanos"))
        / Double.parseDouble(outcome.report().used(script, "fuel"));
  }

  private static AgentReport.Counts counts(Outcome outcome, String name) {
    return outcome.report().scripts().getOrDefault(name + "/main.js", AgentReport.Counts.NONE);
  }
}
