package dev.tachograph.jfr.reader;

import java.util.Map;
import java.util.TreeMap;

/**
 * The numbers of a sequence that were seen, in any order and any number of times, as runs without
 * gaps. Not thread-safe.
 */
final class Numbers {
  /** Last numbers of runs by their first ones. */
  private final TreeMap<Long, Long> runs = new TreeMap<>();

  private long count;
  private long highest;

  /** Adds a number from 1; returns whether it is new. */
  boolean add(long number) {
    Map.Entry<Long, Long> before = runs.floorEntry(number);
    if (before != null && before.getValue() >= number) {
      return false;
    }
    long from = before != null && before.getValue() == number - 1 ? before.getKey() : number;
    Long after = runs.remove(number + 1);
    runs.put(from, after == null ? number : after);
    count++;
    reached(number);
    return true;
  }

  boolean contains(long number) {
    Map.Entry<Long, Long> run = runs.floorEntry(number);
    return run != null && run.getValue() >= number;
  }

  /** Whether all were seen that come after this one, as far as the sequence is known to go. */
  boolean isCompleteAfter(long number) {
    Map.Entry<Long, Long> run = runs.floorEntry(number + 1);
    return number >= highest || (run != null && run.getValue() >= highest);
  }

  /** Somebody says that the sequence goes at least this far. */
  void reached(long number) {
    highest = Math.max(highest, number);
  }

  Coverage coverage() {
    long earlier = runs.isEmpty() ? highest : runs.firstKey() - 1;
    return new Coverage(count, earlier, highest - count - earlier);
  }
}
