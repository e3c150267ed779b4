package dev.tachograph.bench.accuracy;

import dev.tachograph.bench.ChildJvm;
import dev.tachograph.bench.Comparison;
import dev.tachograph.bench.JvmStore;
import dev.tachograph.bench.paired.BenchProgram;
import dev.tachograph.bench.paired.Jdk;
import dev.tachograph.bench.paired.Mode;
import dev.tachograph.bench.plot.Bar;
import dev.tachograph.bench.plot.Plots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code accuracy}: what the meter says beside what others say of the same. */
@Command(
    name = "accuracy",
    mixinStandardHelpOptions = true,
    description = {
      "Compares the meter's counters between repetitions, JVMs, modes and versions of Java, what it"
          + " charges with what the JVM allocates and the heap retains, and its CPU time with the"
          + " operating system's."
    })
public final class AccuracyCommand implements Comparison {
  private static final List<String> JVM_OPTIONS = List.of("-XX:+UseSerialGC", "-Xmx1g", "-Xss8m");

  /** One of each kind, soon done. */
  private static final List<String> SHORT =
      List.of("scheduler", "json", "strings", "maps", "fib", "array-sum");

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--short", description = "Fewer programs, JVMs and repetitions.")
  private boolean isShort;

  @Option(names = "--programs", split = ",", description = "Only these programs.")
  private List<String> programs = List.of();

  @Option(
      names = "--java",
      paramLabel = "HOME",
      description = "The home of another Java that counts, too; repeatable.")
  private List<Path> javas = List.of();

  @Option(names = "--out", description = "Folder for results; default ${DEFAULT-VALUE}.")
  private Path out = Path.of("accuracy-results");

  @Option(
      names = "--resume",
      description = "Measure only what is not in the folder of --out already.")
  private boolean resumes;

  private final List<Counted> counted = new ArrayList<>();
  private final List<AccuracyResults.Measured> measured = new ArrayList<>();
  private final List<Keeper.Kept> kept = new ArrayList<>();
  private final Set<String> versions = new LinkedHashSet<>();
  private String clock = "";

  /** Made by the command line. */
  public AccuracyCommand() {}

  @Override
  public void check() {
    chosen();
    homes();
  }

  @Override
  public Integer call() throws IOException {
    List<BenchProgram> chosen = chosen();
    List<Path> homes = homes();
    JvmStore store = JvmStore.in(out.resolve("jvms"), null, resumes);
    for (Mode mode : Mode.values()) {
      for (int i = 0; i < (isShort ? 2 : 3); i++) {
        run(store, ChildJvm.here(), "JVM " + (i + 1), chosen, mode, i);
      }
      for (Path home : homes) {
        run(store, new ChildJvm(home), home.toString(), chosen, mode, homes.indexOf(home) + 1);
      }
    }
    AccuracyResults results =
        new AccuracyResults(chosen, counted, measured, kept, clock, List.copyOf(versions));
    Files.createDirectories(out);
    String report = AccuracyReport.write(results);
    System.out.println(report);
    Files.writeString(out.resolve("results.md"), report);
    Files.writeString(out.resolve("results.json"), AccuracyJson.write(results));
    draw(results);
    return 0;
  }

  /** Only the first JVM of a mode is asked for more than counts, and takes its time. */
  private void run(
      JvmStore store, ChildJvm jvm, String name, List<BenchProgram> chosen, Mode mode, int number) {
    boolean isFirst = number == 0;
    List<String> arguments =
        List.of(
            mode.name(),
            chosen.stream().map(BenchProgram::name).collect(Collectors.joining(",")),
            Integer.toString(number),
            isShort ? "1" : "2",
            isFirst ? isShort ? "100" : "500" : "0",
            isFirst ? isShort ? "20" : "1" : "0");
    List<String> settings = new ArrayList<>(arguments);
    settings.add(Jdk.at(jvm.home()).version());
    store
        .get(
            "accuracy-%s-%s".formatted(mode.key(), name.replaceAll("\\W+", "-")),
            settings,
            () -> jvm.run(JVM_OPTIONS, AccuracyChild.class, arguments))
        .forEach(line -> take(name + ", " + mode.key(), mode, line));
  }

  private void take(String jvm, Mode mode, String line) {
    String rest = line.substring(line.indexOf(' ') + 1);
    if (line.startsWith(AccuracyChild.COUNTED)) {
      counted.add(Counted.parse(jvm, mode, rest));
    } else if (line.startsWith(AccuracyChild.SPENT)) {
      measured.add(new AccuracyResults.Measured(mode, Spent.parse(rest)));
    } else if (line.startsWith(AccuracyChild.KEPT)) {
      kept.add(Keeper.Kept.parse(rest));
    } else if (line.startsWith(AccuracyChild.CLOCK)) {
      clock = rest;
    } else if (line.startsWith(AccuracyChild.JAVA)) {
      versions.add(rest);
    }
  }

  private void draw(AccuracyResults results) throws IOException {
    Map<String, List<Bar>> series = new LinkedHashMap<>();
    series.put("charged by allocated", bars(results, Spent::chargedPerJvm));
    series.put(
        "retained by charged",
        bars(results, spent -> spent.isWeighed() ? spent.retainedPerCharged() : Double.NaN));
    series.put("CPU by the OS's", bars(results, Spent::cpuRatio));
    Plots.bars(
        out.resolve("accuracy.svg"),
        "What the meter says, and what others say (compiled)",
        "ratio",
        results.programs().stream().map(BenchProgram::name).toList(),
        series);
  }

  private static List<Bar> bars(AccuracyResults results, ToDoubleFunction<Spent> figure) {
    return results.programs().stream()
        .map(program -> results.spent(program.name(), Mode.COMPILED))
        .map(spent -> Bar.of(spent.map(figure::applyAsDouble).orElse(Double.NaN)))
        .toList();
  }

  private List<Path> homes() {
    try {
      return javas.stream().map(home -> Jdk.at(home).home()).distinct().toList();
    } catch (IllegalArgumentException missing) {
      throw wrong("--java: " + missing.getMessage());
    }
  }

  private List<BenchProgram> chosen() {
    try {
      List<String> names = programs.isEmpty() && isShort ? SHORT : programs;
      return names.isEmpty()
          ? BenchProgram.all()
          : names.stream().map(BenchProgram::named).toList();
    } catch (IllegalArgumentException unknown) {
      throw wrong(String.valueOf(unknown.getMessage()));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
