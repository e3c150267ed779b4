package dev.tachograph.bench.growth;

import dev.tachograph.bench.ChildJvm;
import dev.tachograph.bench.Comparison;
import dev.tachograph.bench.JvmStore;
import dev.tachograph.bench.plot.Plots;
import dev.tachograph.bench.plot.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code growth}: what an evaluation costs when there is more around it. */
@Command(
    name = "growth",
    mixinStandardHelpOptions = true,
    description = {
      "Measures how the CPU time of an evaluation grows with threads, accounts, scripts, the size of"
          + " a script, the history that is kept, and a recording, with the meter and, where that"
          + " makes sense, without.",
      "Compare within a line of a table: each JVM compiles Rhino in its own way."
    })
public final class GrowthCommand implements Comparison {
  private static final List<String> JVM_OPTIONS = List.of("-XX:+UseSerialGC", "-Xmx2g");

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--short", description = "Fewer points and rounds, in two JVMs.")
  private boolean isShort;

  @Option(
      names = "--dimensions",
      split = ",",
      description =
          "Only these of threads, accounts, scripts, size-compile, size-run, history, recording.")
  private List<String> dimensions = List.of();

  @Option(names = "--rounds", description = "Samples of each point; more are more exact.")
  private int rounds;

  @Option(names = "--out", description = "Folder for results; default ${DEFAULT-VALUE}.")
  private Path out = Path.of("growth-results");

  @Option(
      names = "--resume",
      description = "Measure only what is not in the folder of --out already.")
  private boolean resumes;

  /** Made by the command line. */
  public GrowthCommand() {}

  @Override
  public void check() {
    chosen();
  }

  @Override
  public Integer call() throws IOException {
    List<Sample> samples = new ArrayList<>();
    JvmStore store = JvmStore.in(out.resolve("jvms"), null, resumes);
    for (List<Dimension> together : parts(chosen())) {
      for (boolean metered : new boolean[] {false, true}) {
        List<Dimension> own = together.stream().filter(one -> has(one, metered)).toList();
        if (!own.isEmpty()) {
          samples.addAll(measure(store, own, metered));
        }
      }
    }
    List<Growth> all = Growth.of(samples);
    String report = GrowthReport.markdown(all);
    System.out.println(report);
    Files.createDirectories(out);
    Files.writeString(out.resolve("rounds.csv"), GrowthReport.csv(samples));
    Files.writeString(out.resolve("results.json"), GrowthReport.json(all));
    Files.writeString(out.resolve("results.md"), report);
    for (Dimension dimension : all.stream().map(Growth::dimension).distinct().toList()) {
      draw(dimension, all);
    }
    return 0;
  }

  /** JVMs of their own, unless it has to be quick. */
  private List<List<Dimension>> parts(List<Dimension> chosen) {
    return isShort ? List.of(chosen) : chosen.stream().map(List::of).toList();
  }

  private static boolean has(Dimension dimension, boolean metered) {
    return dimension.series().stream()
        .anyMatch(series -> metered == (series != Dimension.Series.PLAIN));
  }

  private List<Sample> measure(JvmStore store, List<Dimension> dimensions, boolean metered) {
    String names = dimensions.stream().map(Dimension::key).collect(Collectors.joining(","));
    List<String> arguments =
        List.of(
            Boolean.toString(metered),
            names,
            Integer.toString(rounds > 0 ? rounds : isShort ? 3 : 11),
            isShort ? "20" : "100",
            isShort ? "500" : "3000",
            Boolean.toString(isShort));
    List<String> settings = new ArrayList<>(arguments);
    settings.add(Runtime.version().toString());
    return store
        .get(
            "growth-%s-%s".formatted(names, metered ? "metered" : "plain"),
            settings,
            () -> ChildJvm.here().run(JVM_OPTIONS, GrowthChild.class, arguments))
        .stream()
        .map(Sample::parse)
        .toList();
  }

  private void draw(Dimension dimension, List<Growth> all) throws IOException {
    Map<String, List<Point>> series = new LinkedHashMap<>();
    all.stream()
        .filter(growth -> growth.dimension() == dimension)
        .forEach(growth -> series.put(growth.series().title(), growth.micros()));
    Plots.lines(
        out.resolve("growth-" + dimension.key() + ".svg"),
        "CPU time of an evaluation by " + dimension.title(),
        dimension.title(),
        "microseconds of CPU",
        dimension.isCount(),
        dimension.isCount(),
        series);
  }

  private List<Dimension> chosen() {
    if (rounds < 0) {
      throw wrong("--rounds begins at 1");
    }
    try {
      return dimensions.isEmpty()
          ? Stream.of(Dimension.values()).toList()
          : dimensions.stream().map(Dimension::of).distinct().toList();
    } catch (IllegalArgumentException unknown) {
      throw wrong(String.valueOf(unknown.getMessage()));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
