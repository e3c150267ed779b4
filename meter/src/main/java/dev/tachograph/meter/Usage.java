package dev.tachograph.meter;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A reading of all resources at one moment. Immutable and thread-safe.
 *
 * <p>Counts are exact; times, and the JVM's bytes, are what its clocks say, or {@link #UNKNOWN}. A
 * reading taken while an evaluation runs holds, for that evaluation, what its thread had published
 * by then: never more than was used, possibly a little less.
 */
public final class Usage {
  /** What {@link #get} returns for something that this JVM cannot measure: -1. */
  public static final long UNKNOWN = -1;

  private static final Usage NONE = new Usage(new long[Resource.all().size()]);

  private final long[] counts;

  private Usage(long[] counts) {
    this.counts = counts;
  }

  /** The usage of somebody who used nothing. */
  public static Usage none() {
    return NONE;
  }

  /** The inverse of {@link #of}. */
  long[] toArray() {
    return counts.clone();
  }

  /** Wraps counters in the order of {@link Resource#all()}; missing ones are 0. */
  static Usage of(long[] counts) {
    return new Usage(Arrays.copyOf(counts, Resource.all().size()));
  }

  /**
   * Asks for the count of every resource.
   *
   * @param counts 0 or more, or {@link #UNKNOWN}
   */
  public static Usage of(ToLongFunction<Resource> counts) {
    return new Usage(Resource.all().stream().mapToLong(counts).toArray());
  }

  /**
   * What was used of the resource: 0 or more, or {@link #UNKNOWN} if it is measured and some part
   * of it could not be.
   */
  public long get(Resource resource) {
    return counts[resource.ordinal()];
  }

  /** The sum of both readings; additions saturate at {@link Long#MAX_VALUE}. */
  public Usage plus(Usage other) {
    long[] sum = new long[counts.length];
    for (int i = 0; i < sum.length; i++) {
      boolean known = counts[i] != UNKNOWN && other.counts[i] != UNKNOWN;
      sum[i] = known ? Resource.all().get(i).combine(counts[i], other.counts[i]) : UNKNOWN;
    }
    return new Usage(sum);
  }

  /**
   * Every resource's {@linkplain Resource#jsonKey() name in JSON} with its count, in the fixed
   * order; what is unknown is {@code null}.
   */
  public Map<String, @Nullable Long> toMap() {
    Map<String, @Nullable Long> map = new LinkedHashMap<>();
    for (Resource resource : Resource.all()) {
      long used = get(resource);
      map.put(resource.jsonKey(), used == UNKNOWN ? null : used);
    }
    return map;
  }

  /** What it comes to when the host charges so much of one resource: that, and its fuel. */
  public static Usage ofCharge(Resource resource, long amount) {
    long[] counts = new long[Resource.all().size()];
    counts[Fuel.INDEX] = Fuel.of(resource.ordinal(), amount);
    counts[resource.ordinal()] = amount;
    return new Usage(counts);
  }

  /** The inverse of {@link #toMap()}; what is missing is unknown. */
  public static Usage ofMap(Map<String, @Nullable Long> map) {
    long[] counts = new long[Resource.all().size()];
    for (Resource resource : Resource.all()) {
      Long used = map.get(resource.jsonKey());
      counts[resource.ordinal()] = used == null ? UNKNOWN : used;
    }
    return new Usage(counts);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Usage that && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  /**
   * For people: {@code iterations=1000, ..., cpuTime=41 ms, ...}. What only hosts count is left out
   * where they counted nothing.
   */
  @Override
  public String toString() {
    return Resource.all().stream()
        .filter(
            resource ->
                !resource.isHosts() || get(resource) > (resource.isOnePerEvaluation() ? 1 : 0))
        .map(resource -> resource.key() + "=" + resource.words(get(resource)))
        .collect(Collectors.joining(", "));
  }
}
