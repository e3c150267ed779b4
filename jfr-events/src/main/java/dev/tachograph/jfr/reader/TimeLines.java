package dev.tachograph.jfr.reader;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The time lines of all accounts. Time is cut into slices of one width for all; when there are too
 * many points, it doubles. So memory is bounded, whatever the length of a recording, but for two
 * points per account. Not thread-safe.
 */
final class TimeLines {
  static final int POINTS_PER_LINE = 240;
  private static final int POINTS = 100_000;

  /** The first width. */
  private static final long MILLIS = 100;

  private record Key(long meter, String account) {}

  private final Map<Key, TimeLineTally> lines =
      new TreeMap<>(Comparator.comparingLong(Key::meter).thenComparing(Key::account));
  private long width = MILLIS;
  private int points;

  void accept(Fact fact) {
    if (fact instanceof Fact.Ended end) {
      slice(end, end.evaluation().account()).ended(end);
    } else if (fact instanceof Fact.Running sample) {
      slice(sample, sample.evaluation().account()).used(sample.evaluation().usage());
    } else if (fact instanceof Fact.AccountTotals totals) {
      slice(totals, totals.account()).snapshot(totals);
    } else if (fact instanceof Fact.Changed change) {
      slice(change, change.account()).limits(change.limits(), change.at());
    }
  }

  private TimeSlice slice(Fact fact, String account) {
    TimeLineTally line =
        lines.computeIfAbsent(new Key(fact.meter(), account), key -> new TimeLineTally());
    int before = line.size();
    line.slice(fact.at(), width);
    points += line.size() - before;
    while (line.size() > POINTS_PER_LINE || points > Math.max(POINTS, 2 * lines.size())) {
      width *= 2;
      points = 0;
      for (TimeLineTally each : lines.values()) {
        each.halve();
        points += each.size();
      }
    }
    return line.slice(fact.at(), width);
  }

  List<TimeLine> read() {
    return lines.entrySet().stream()
        .map(
            entry ->
                new TimeLine(
                    entry.getKey().meter(), entry.getKey().account(), entry.getValue().points()))
        .toList();
  }
}
