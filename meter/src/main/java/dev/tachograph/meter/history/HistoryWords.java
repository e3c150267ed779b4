package dev.tachograph.meter.history;

import dev.tachograph.meter.Resource;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Recommendations and replays in plain words, in several lines. Control characters in names of
 * scripts and accounts, which may be chosen by strangers, are shown as {@code ?}.
 */
public final class HistoryWords {
  private static final String ROW = "%n  %-22s%10s%16s%16s%16s%16s";

  private HistoryWords() {}

  /** Each recommendation as a table, with the limits in the syntax of options below. */
  public static String of(List<Recommendation> recommendations) {
    return recommendations.isEmpty()
        ? "no records"
        : recommendations.stream()
            .map(HistoryWords::words)
            .collect(Collectors.joining(System.lineSeparator() + System.lineSeparator()));
  }

  private static String words(Recommendation one) {
    StringBuilder out = new StringBuilder(name(one));
    out.append(": ").append(one.used()).append(" evaluations");
    if (one.used() < one.evaluations()) {
      out.append(
          ", without %d stopped, %d denied, %d cancelled"
              .formatted(one.stopped(), one.denied(), one.cancelled()));
    }
    out.append(ROW.formatted("", "known of", "p50", "p99", "maximum", "limit"));
    one.spreads().forEach((resource, spread) -> row(out, one, resource, spread));
    String options = one.limits().toString();
    return out.append("%n  options: %s".formatted(options.isEmpty() ? "none" : options)).toString();
  }

  private static String name(Recommendation one) {
    if (one.grouping() == Grouping.ALL) {
      return "all scripts";
    }
    String name = one.name().isEmpty() ? "(none)" : one.name();
    return (one.grouping() == Grouping.SCRIPT ? "script " : "account ") + printable(name);
  }

  /** Without what nobody used. */
  private static void row(StringBuilder out, Recommendation one, Resource resource, Spread spread) {
    if (spread.maximum() > 0) {
      out.append(
          ROW.formatted(
              resource.key(),
              spread.count(),
              resource.words(spread.p50()),
              resource.words(spread.p99()),
              resource.words(spread.maximum()),
              one.limits().perEvaluation(resource).isPresent()
                  ? resource.option(one.limits().perEvaluation(resource).getAsLong())
                  : ""));
    }
  }

  /** How many would have been stopped, and a line for each. */
  public static String of(Replay replay) {
    StringBuilder out = new StringBuilder();
    out.append(
        "%d evaluations with %s: %d would have been stopped, %d denied"
            .formatted(replay.evaluations(), replay.limits(), replay.stopped(), replay.denied()));
    if (replay.skipped() > 0) {
      out.append(" (left out: %d that had been denied or still ran)".formatted(replay.skipped()));
    }
    for (Replay.Stop stop : replay.stops()) {
      out.append(
          "%n  %s  account %s: %s"
              .formatted(
                  stop.evaluation().start(),
                  printable(stop.evaluation().account()),
                  printable(stop.breach().message())));
    }
    return out.toString();
  }

  private static String printable(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }
}
