package dev.tachograph.bench.suite;

import dev.tachograph.bench.Comparison;
import dev.tachograph.bench.paired.BenchProgram;
import dev.tachograph.bench.peers.PeersCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the comparisons one after the other; one that fails does not end the others. */
abstract class SuiteCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--out",
      description =
          "Folder for rounds.csv, results.json, results.md and plots; default"
              + " ${DEFAULT-VALUE}.")
  private Path out = Path.of("bench-results");

  @Option(
      names = "--programs",
      split = ",",
      description = "Only these programs, wherever programs are compared.")
  private List<String> programs = List.of();

  @Option(
      names = "--parts",
      split = ",",
      description = "Only these of cost, accuracy, growth, peers, reach.")
  private List<String> parts = List.of();

  /**
   * What the command of a part is told, without the folder for its results.
   *
   * @param programs those that were asked for; none for the usual ones
   */
  abstract List<String> arguments(SuitePart part, List<String> programs);

  /** The parts as they are run; results have them in their own order. */
  abstract List<SuitePart> inOrder(List<SuitePart> chosen);

  /** What readers have to know of the results; may be empty. */
  abstract String remark();

  @Override
  public Integer call() throws IOException {
    EnumMap<SuitePart, String> skipped = skipped();
    List<SuitePart> chosen = chosen(skipped);
    for (SuitePart part : chosen) { // a wrong option is not to be found after hours
      check(part);
    }
    skipped.forEach((part, why) -> System.err.printf("SKIPPED: %s: %s%n", part.key(), why));
    Files.createDirectories(out);
    Map<SuitePart, String> missing = new EnumMap<>(skipped);
    chosen.forEach(part -> missing.put(part, "not run yet"));
    SuiteResults results = new SuiteResults(out, remark(), missing);
    Map<SuitePart, Integer> failed = new EnumMap<>(SuitePart.class);
    List<SuitePart> order = inOrder(chosen);
    for (SuitePart part : order) {
      System.err.printf(
          "%s (%d of %d): %s%n", part.key(), order.indexOf(part) + 1, order.size(), part.title());
      long start = System.nanoTime();
      int status = run(part);
      results.ended(part, (System.nanoTime() - start) / 1e9, status);
      if (status != 0) {
        failed.put(part, status);
      }
      results.write(); // after each: somebody may not want to wait for the last
    }
    System.err.printf("results: %s%n", out.resolve("results.md"));
    failed.forEach(
        (part, status) -> System.err.printf("FAILED: %s, with status %d%n", part.key(), status));
    return failed.isEmpty() ? 0 : 1;
  }

  private void check(SuitePart part) throws IOException {
    Comparison command = part.command();
    try {
      line(command).parseArgs(all(part));
      command.check();
    } catch (ParameterException found) {
      throw wrong(part.key() + ": " + found.getMessage());
    }
  }

  private int run(SuitePart part) {
    try { // or a part that fails would have those of another run
      part.clean(out);
    } catch (IOException failure) {
      System.err.printf("cannot replace the results of %s: %s%n", part.key(), failure);
      return 1;
    }
    return line(part.command()).execute(all(part));
  }

  private static CommandLine line(Comparison command) {
    return new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true);
  }

  private String[] all(SuitePart part) {
    List<String> all = new ArrayList<>(arguments(part, programs(part)));
    all.addAll(List.of("--out", part.folder(out).toString()));
    return all.toArray(String[]::new);
  }

  private List<String> programs(SuitePart part) {
    return part == SuitePart.PEERS
        ? programs.stream().filter(PeersCommand.programs()::contains).toList()
        : programs;
  }

  /** Those that have nothing to do with what is asked for, and why. */
  private EnumMap<SuitePart, String> skipped() {
    EnumMap<SuitePart, String> skipped = new EnumMap<>(SuitePart.class);
    for (SuitePart part : SuitePart.values()) {
      if ((parts.isEmpty() || parts.contains(part.key()))
          && !programs.isEmpty()
          && programs(part).isEmpty()) {
        skipped.put(
            part,
            "of its programs, %s, none is asked for"
                .formatted(String.join(", ", PeersCommand.programs())));
      }
    }
    return skipped;
  }

  /** Those that are asked for and have something to do. */
  private List<SuitePart> chosen(Map<SuitePart, String> skipped) {
    List<String> unknown = new ArrayList<>(programs);
    unknown.removeAll(BenchProgram.names());
    if (!unknown.isEmpty()) {
      throw wrong(
          "no program is named '%s'; there are %s"
              .formatted(unknown.get(0), String.join(", ", BenchProgram.names())));
    }
    List<String> keys = Arrays.stream(SuitePart.values()).map(SuitePart::key).toList();
    for (String name : parts) {
      if (!keys.contains(name)) {
        throw wrong("no part is named '%s'; there are %s".formatted(name, String.join(", ", keys)));
      }
    }
    List<SuitePart> chosen =
        Arrays.stream(SuitePart.values())
            .filter(part -> parts.isEmpty() || parts.contains(part.key()))
            .filter(part -> !skipped.containsKey(part))
            .toList();
    if (chosen.isEmpty()) {
      throw wrong("nothing is left to run: " + skipped.values().iterator().next());
    }
    return chosen;
  }

  final ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
