package dev.tachograph.meter;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A reading of all resources at one moment. Immutable and thread-safe.
 *
 * <p>Counts are exact; times are what the JVM's clocks say, and 0 where they say nothing. A reading taken while an evaluation runs holds, for that evaluation, what
 * its thread had published by then: never more than was used, possibly a little less.
 */
public final class Usage {
  private static final Usage NONE = new Usage(new long[Resource.all().size()]);

  private final long[] counts;

  private Usage(long[] counts) {
    this.counts = counts;
  }

  /** The usage of somebody who used nothing. */
  public static Usage none() {
    return NONE;
  }

  /** Wraps counters in the order of {@link Resource#all()}; missing ones are 0. */
  static Usage of(long[] counts) {
    return new Usage(Arrays.copyOf(counts, Resource.all().size()));
  }

  /** What was used of the resource: 0 or more. */
  public long get(Resource resource) {
    return counts[resource.ordinal()];
  }

  /** The sum of both readings; additions saturate at {@link Long#MAX_VALUE}. */
  public Usage plus(Usage other) {
    long[] sum = new long[counts.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = Resource.all().get(i).combine(counts[i], other.counts[i]);
    }
    return new Usage(sum);
  }

  /** Every resource's {@linkplain Resource#key() key} with its count, in the fixed order. */
  public Map<String, Long> toMap() {
    Map<String, Long> map = new LinkedHashMap<>();
    for (Resource resource : Resource.all()) {
      map.put(resource.key(), get(resource));
    }
    return map;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Usage that && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  /** For example {@code iterations=1000, functionCalls=12, evaluations=1}. */
  @Override
  public String toString() {
    return toMap().entrySet().stream()
        .map(count -> count.getKey() + "=" + count.getValue())
        .collect(Collectors.joining(", "));
  }
}
