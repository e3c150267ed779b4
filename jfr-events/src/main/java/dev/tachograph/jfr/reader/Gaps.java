package dev.tachograph.jfr.reader;

import java.util.Map;
import java.util.TreeMap;

/**
 * Numbers that are missing from a sequence, as ranges. Of more ranges than a given number, the
 * lowest are no longer told apart from what is there: their numbers stay missing. Not thread-safe.
 */
final class Gaps {
  private final int most;

  /** The first and the last number of each range. */
  private final TreeMap<Long, Long> ranges = new TreeMap<>();

  private long size;

  Gaps(int most) {
    this.most = most;
  }

  /** Numbers that are missing. */
  long size() {
    return size;
  }

  /** Adds a range that lies above all others. */
  void add(long first, long last) {
    ranges.put(first, last);
    size += last - first + 1;
    bound();
  }

  /** Takes a number out; false if it is not known to be missing. */
  boolean fill(long number) {
    Map.Entry<Long, Long> range = ranges.floorEntry(number);
    if (range == null || range.getValue() < number) {
      return false;
    }
    long last = range.getValue();
    if (range.getKey() == number) {
      ranges.remove(number);
    } else {
      ranges.put(range.getKey(), number - 1);
    }
    if (number < last) {
      ranges.put(number + 1, last);
    }
    size--;
    bound();
    return true;
  }

  void clear() {
    ranges.clear();
    size = 0;
  }

  private void bound() {
    if (ranges.size() > most) {
      ranges.pollFirstEntry();
    }
  }
}
