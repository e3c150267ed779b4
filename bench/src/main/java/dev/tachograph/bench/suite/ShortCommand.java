package dev.tachograph.bench.suite;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code short}: all comparisons, each with what shows most in little time. */
@Command(
    name = "short",
    mixinStandardHelpOptions = true,
    description = {
      "Runs all comparisons with few programs, attacks and rounds, in at most ten minutes.",
      "What there is no time for is left out, and said."
    })
public final class ShortCommand extends SuiteCommand {
  /** One or two of each class. */
  private static final String PROGRAMS =
      "raytracer,minilang,markdown,strings,regexp,maps,fib,array-sum";

  /** An attack of each kind that is soon over where it is stopped. */
  private static final String ATTACKS =
      "catch/catch-in-native-map,catch/generator-throw-into,compile/eval-infinite-loop,"
          + "host/getclass-function,memory/regexp-hoard,memory/string-doubling-flat,"
          + "native/array-join-huge,native/array-sort-arraylike,regex/alternation-overlap,"
          + "stack/bind-chain-call,stack/flat-deep";

  @Option(
      names = "--minutes",
      description = "How long all parts together may take, about; default ${DEFAULT-VALUE}.")
  private double minutes = 10;

  /** Made by the command line. */
  public ShortCommand() {}

  @Override
  String remark() {
    return "A short run: nothing is warm for long, so small scripts take several times as long as in"
        + " a process that has run for a while, and bounds are wide. Compare what stands side by"
        + " side, and take `full` for figures.";
  }

  private double part(double share) {
    if (!(minutes > 0)) {
      throw wrong("--minutes must be more than 0");
    }
    return minutes * share;
  }

  @Override
  List<String> arguments(SuitePart part, List<String> programs) {
    List<String> all =
        new ArrayList<>(
            switch (part) {
              case COST ->
                  List.of(
                      "--variants=metering,observer,iterations,functionCalls,allocatedBytes,"
                          + "nativeSteps,stack",
                      "--rounds=7",
                      "--sample-millis=12",
                      "--forks=9",
                      "--minutes=" + part(0.47),
                      "--programs=" + (programs.isEmpty() ? PROGRAMS : String.join(",", programs)));
              case ACCURACY, GROWTH -> List.of("--short");
              case PEERS -> List.of("--millis=500", "--starts=1", "--minutes=" + part(0.27));
              case REACH ->
                  List.of(
                      "--restart",
                      "--deadline=4",
                      "--minutes=" + part(0.17),
                      "--scripts=" + ATTACKS);
            });
    if (programs.isEmpty() && part == SuitePart.PEERS) {
      all.add("--programs=minilang,fib");
    }
    if (!programs.isEmpty() && (part == SuitePart.ACCURACY || part == SuitePart.PEERS)) {
      all.add("--programs=" + String.join(",", programs));
    }
    return all;
  }
}
