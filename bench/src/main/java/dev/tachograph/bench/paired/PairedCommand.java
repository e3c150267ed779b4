package dev.tachograph.bench.paired;

import dev.tachograph.bench.BenchMachine;
import dev.tachograph.bench.Comparison;
import dev.tachograph.bench.JvmStore;
import dev.tachograph.bench.LeftOut;
import dev.tachograph.bench.TimeLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
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

/** {@code paired}: plain and metered Rhino side by side. */
@Command(
    name = "paired",
    mixinStandardHelpOptions = true,
    description = {
      "Compares plain Rhino with a metered one and with Rhino's own observer.",
      "Two copies of Rhino take turns in one JVM, one of them plain; the figures are ratios of the"
          + " CPU time of one thread to plain Rhino's, as medians with 95 %% bounds."
    })
public final class PairedCommand implements Comparison {
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
          "Only these of metering, observer, aa, limited, recording, attribution; of counts, where"
              + " nothing but iterations and functionCalls is counted; and of those that count one"
              + " thing alone: iterations, functionCalls, allocatedBytes, nativeSteps, stack. Each"
              + " takes as long as any other.")
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

  @Option(
      names = "--java",
      description = "The home of a JDK that measures; may be repeated; default: this one.")
  private List<Path> homes = List.of();

  @Option(
      names = "--minutes",
      description = "Start no further JVM when this time would be exceeded; default: no limit.")
  private @Nullable Double minutes;

  @Option(
      names = "--out",
      description = "Folder for rounds.csv, results.json, results.md and the plots.")
  private @Nullable Path out;

  @Option(
      names = "--resume",
      description = "Measure only what is not in the folder of --out already.")
  private boolean resumes;

  /** Made by the command line. */
  public PairedCommand() {}

  @Override
  public void check() {
    requests();
    limit();
    if (resumes && out == null) {
      throw wrong("--resume needs --out: it goes on with what is there");
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    PairedRun run = new PairedRun(requests(), forks, limit(), store());
    run.run();
    List<ProgramResult> results = run.results();
    if (results.isEmpty()) {
      return 1; // it was said why
    }
    LeftOut leftOut = run.leftOut();
    String tables = MarkdownReport.write(results) + leftOut.markdown();
    System.out.print(tables);
    if (out != null) {
      Files.writeString(
          out.resolve("rounds.csv"),
          Stream.concat(Stream.of(Sample.HEADER), run.samples().stream().map(Sample::toLine))
              .collect(Collectors.joining("\n", "", "\n")));
      Files.writeString(
          out.resolve("results.json"), JsonReport.write(environment(run), results, leftOut));
      Files.writeString(out.resolve("results.md"), tables);
      CostPlots.write(out, results);
    }
    return run.hasFailed() ? 1 : 0;
  }

  /** Those first that most is asked of, if there is not enough time for all. */
  private List<Fork.Request> requests() {
    List<BenchProgram> chosen = chosen();
    List<Variant> known = variants();
    List<Jdk> jdks = jdks();
    List<Fork.Request> whole = new ArrayList<>();
    List<Fork.Request> partial = new ArrayList<>();
    for (Jdk jdk : jdks) {
      for (Variant variant : known) {
        for (Mode mode : chosenModes()) {
          (variant.isPartial() ? partial : whole)
              .add(
                  new Fork.Request(
                      chosen, jdk, mode, variant, rounds, sampleMillis, agent, jvmOptions));
        }
      }
    }
    whole.sort(Comparator.comparing(request -> !request.variant().countsAll()));
    partial.sort(Comparator.comparing(Fork.Request::mode));
    return Stream.concat(whole.stream(), partial.stream()).toList();
  }

  private List<Jdk> jdks() {
    try {
      List<Jdk> chosen =
          homes.isEmpty() ? List.of(Jdk.own()) : homes.stream().map(Jdk::at).distinct().toList();
      if (chosen.stream().map(Jdk::name).distinct().count() < chosen.size()) {
        throw wrong("--java: results name JDKs by their release, so there can be one of each");
      }
      return chosen;
    } catch (IllegalArgumentException missing) {
      throw wrong("--java: " + missing.getMessage());
    }
  }

  private TimeLimit limit() {
    try {
      return TimeLimit.ofMinutes(minutes);
    } catch (IllegalArgumentException negative) {
      throw wrong("--minutes: " + negative.getMessage());
    }
  }

  private @Nullable JvmStore store() throws IOException {
    return out == null ? null : JvmStore.in(out.resolve("jvms"), agent, resumes);
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
    if (known.stream().noneMatch(Variant::countsAll)) {
      throw wrong(
          "--variants needs one that is metered, all of it: it tells whether all run the same");
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

  private Map<String, String> environment(PairedRun run) {
    Map<String, String> environment = BenchMachine.describe();
    jdks().forEach(jdk -> environment.put(jdk.name(), jdk.version()));
    environment.put("rounds", Integer.toString(rounds));
    environment.put("forks", run.forks());
    return environment;
  }
}
