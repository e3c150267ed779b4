package dev.tachograph.meter.history;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much of one resource evaluations used. Immutable and thread-safe.
 *
 * <p>Percentiles are nearest-rank: the smallest value such that at least so many percent of all
 * values are not above it, which is always one that was there. (The inverse of the empirical
 * distribution function: definition 1 of Hyndman and Fan, "Sample Quantiles in Statistical
 * Packages", The American Statistician 50, 1996.) Of less than 100 values, the 99th percentile is
 * the maximum.
 *
 * @param count of how many evaluations it is known
 * @param p50 the median, in the resource's unit
 * @param p99 the 99th percentile
 * @param maximum the most
 */
public record Spread(long count, long p50, long p99, long maximum) {
  /**
   * @param values at least one, which get sorted
   */
  static Spread of(long[] values) {
    Arrays.sort(values);
    return new Spread(
        values.length, nearestRank(values, 50), nearestRank(values, 99), values[values.length - 1]);
  }

  private static long nearestRank(long[] sorted, int percent) {
    long rank = ((long) sorted.length * percent + 99) / 100;
    return sorted[(int) Math.max(1, rank) - 1];
  }

  /** A stable form for machines. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("count", count);
    map.put("p50", p50);
    map.put("p99", p99);
    map.put("maximum", maximum);
    return map;
  }
}
