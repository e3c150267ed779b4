package dev.tachograph.bench.suite;

import java.util.ArrayList;
import java.util.Comparator;
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

  private static final double NANOS_PER_MINUTE = 60e9;

  /** Of the time: the last JVM may take longer than any before. */
  private static final double RESERVE = 0.1;

  /** Of the time: what cost has even where the machine is slow and the others take long. */
  private static final double COST = 0.4;

  private static final double REACH = 0.1;
  private static final double LEAST = 0.01;

  private final long began;

  @Option(
      names = "--minutes",
      description = "How long all parts together may take, about; default ${DEFAULT-VALUE}.")
  private double minutes = 10;

  /** Made by the command line. */
  public ShortCommand() {
    this(System.nanoTime());
  }

  /**
   * @param began the time by the clock of {@link System#nanoTime}
   */
  ShortCommand(long began) {
    this.began = began;
  }

  @Override
  String remark() {
    return "A short run: nothing is warm for long, so small scripts take several times as long as in"
        + " a process that has run for a while, and bounds are wide. Compare what stands side by"
        + " side, and take `full` for figures.";
  }

  /** Cost last: it can use whatever time the others leave, and all of them leave some. */
  @Override
  List<SuitePart> inOrder(List<SuitePart> chosen) {
    return chosen.stream().sorted(Comparator.comparing(part -> part == SuitePart.COST)).toList();
  }

  /** So much of the time, if the others that follow have theirs then. */
  private double atMost(double share, double others) {
    double passed = (System.nanoTime() - began) / NANOS_PER_MINUTE;
    double left = part(1 - RESERVE) - part(others) - passed;
    return Math.max(Math.min(part(share), left), part(LEAST));
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
                      "--minutes=" + atMost(1, 0),
                      "--programs=" + (programs.isEmpty() ? PROGRAMS : String.join(",", programs)));
              case ACCURACY, GROWTH -> List.of("--short");
              case PEERS ->
                  List.of("--millis=500", "--starts=1", "--minutes=" + atMost(0.27, COST + REACH));
              case REACH ->
                  List.of(
                      "--restart",
                      "--deadline=4",
                      "--minutes=" + atMost(0.17, COST),
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
