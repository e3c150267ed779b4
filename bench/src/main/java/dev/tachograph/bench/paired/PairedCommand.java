package dev.tachograph.bench.paired;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code paired}: plain and metered Rhino side by side. */
@Command(
    name = "paired",
    mixinStandardHelpOptions = true,
    description = {
      "Compares plain Rhino with a metered one and with Rhino's own observer.",
      "Two copies of Rhino take turns in one JVM, one of them plain; the figures are ratios of the"
          + " CPU time of one thread to plain Rhino's, as medians with 95 %% bounds."
    })
public final class PairedCommand implements Callable<Integer> {
  enum Modes {
    COMPILED,
    INTERPRETED,
    BOTH
  }

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--programs", split = ",", description = "Only these programs.")
  private List<String> programs = List.of();

  @Option(
      names = "--variants",
      split = ",",
      description =
          "Only these of aa, observer, metering, limited, recording, attribution; each takes as"
              + " long as any other.")
  private List<String> variants = List.of();

  @Option(names = "--mode", description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private Modes modes = Modes.BOTH;

  @Option(names = "--rounds", description = "Measured rounds per JVM; default ${DEFAULT-VALUE}.")
  private int rounds = 21;

  @Option(
      names = "--sample-millis",
      description = "CPU time of a sample, about; default ${DEFAULT-VALUE}.")
  private int sampleMillis = 30;

  @Option(names = "--forks", description = "JVMs per mode and column; default ${DEFAULT-VALUE}.")
  private int forks = 1;

  @Option(names = "--agent", description = "Measure this agent's jar instead of the own one.")
  private @Nullable Path agent;

  @Option(names = "--jvm-option", description = "One more option for the JVMs that measure.")
  private List<String> jvmOptions = List.of();

  @Option(names = "--out", description = "Folder for rounds.csv, results.json and results.md.")
  private @Nullable Path out;

  /** Made by the command line. */
  public PairedCommand() {}

  @Override
  public Integer call() throws IOException {
    List<BenchProgram> chosen = chosen();
    variants();
    List<Sample> samples = new ArrayList<>();
    List<ProgramResult> results = new ArrayList<>();
    StringBuilder tables = new StringBuilder();
    for (Mode mode : chosenModes()) {
      List<ProgramResult> own = measure(chosen, mode, samples);
      results.addAll(own);
      String table = MarkdownReport.write(mode, own);
      System.out.println(table);
      tables.append(table).append('\n');
    }
    Map<String, Counted> counted = new LinkedHashMap<>();
    results.forEach(result -> remember(result.counted(), counted));
    if (out != null) {
      Files.createDirectories(out);
      Files.writeString(
          out.resolve("rounds.csv"),
          Stream.concat(Stream.of(Sample.HEADER), samples.stream().map(Sample::toLine))
              .collect(Collectors.joining("\n", "", "\n")));
      Files.writeString(out.resolve("results.json"), JsonReport.write(environment(), results));
      Files.writeString(out.resolve("results.md"), tables);
    }
    return 0;
  }

  private List<ProgramResult> measure(List<BenchProgram> chosen, Mode mode, List<Sample> samples) {
    Map<String, Counted> counted = new LinkedHashMap<>();
    List<Sample> own = new ArrayList<>();
    for (int i = 0; i < forks; i++) {
      for (Variant variant : variants()) {
        System.err.printf("%s, %s, JVM %d of %d%n", mode.key(), variant.title(), i + 1, forks);
        Fork fork =
            Fork.run(
                new Fork.Request(chosen, mode, variant, rounds, sampleMillis, agent, jvmOptions),
                i * Variant.compared().size() + variant.ordinal() - 1);
        fork.counted().forEach(counts -> remember(counts, counted));
        own.addAll(fork.samples());
      }
    }
    samples.addAll(own);
    return chosen.stream()
        .map(
            program ->
                ProgramResult.of(
                    program,
                    mode,
                    variants(),
                    Objects.requireNonNull(counted.get(program.name())),
                    own.stream().filter(s -> s.program().equals(program.name())).toList()))
        .toList();
  }

  /** The checksum and the counts must be the same in every JVM and mode. */
  private static void remember(Counted counts, Map<String, Counted> known) {
    Counted before = known.putIfAbsent(counts.program(), counts);
    if (before != null && !before.equals(counts)) {
      throw new IllegalStateException(
          "a JVM counted " + before + " and another, or another mode, " + counts);
    }
  }

  private List<BenchProgram> chosen() {
    if (rounds < 1 || forks < 1 || sampleMillis < 1) {
      throw wrong("--rounds, --forks and --sample-millis begin at 1");
    }
    try {
      return programs.isEmpty()
          ? BenchProgram.all()
          : programs.stream().map(BenchProgram::named).toList();
    } catch (IllegalArgumentException unknown) {
      throw wrong(String.valueOf(unknown.getMessage()));
    }
  }

  private List<Variant> variants() {
    List<Variant> known;
    try {
      known =
          variants.isEmpty()
              ? Variant.compared()
              : variants.stream().map(Variant::of).sorted().distinct().toList();
    } catch (IllegalArgumentException unknown) {
      throw wrong(String.valueOf(unknown.getMessage()));
    }
    if (known.stream().noneMatch(Variant::isMetered)) {
      throw wrong("--variants needs one that is metered: it tells whether all run the same");
    }
    return known;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  private List<Mode> chosenModes() {
    return switch (modes) {
      case COMPILED -> List.of(Mode.COMPILED);
      case INTERPRETED -> List.of(Mode.INTERPRETED);
      case BOTH -> List.of(Mode.values());
    };
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("java", Runtime.version().toString());
    environment.put("vm", System.getProperty("java.vm.name"));
    environment.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    environment.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    environment.put("rounds", Integer.toString(rounds));
    environment.put("forks", Integer.toString(forks));
    return environment;
  }
}
