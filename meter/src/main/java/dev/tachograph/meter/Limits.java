package dev.tachograph.meter;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Bounds on resources, per evaluation and cumulative (total). Immutable and thread-safe.
 *
 * <p>A limit of N allows N: the charge that would exceed it throws. An absent limit is unlimited.
 * Option keys are {@code limit.<key>} per evaluation and {@code total.<key>} cumulative.
 */
public final class Limits {
  /** The prefix of the option keys of limits per evaluation. */
  public static final String PER_EVALUATION_PREFIX = "limit.";

  /** The prefix of the option keys of cumulative limits. */
  public static final String TOTAL_PREFIX = "total.";

  private static final Limits UNLIMITED = builder().build();

  private final long[] perEvaluation;
  private final long[] total;
  private final boolean boundMeasured;

  private Limits(long[] perEvaluation, long[] total) {
    this.perEvaluation = perEvaluation;
    this.total = total;
    boundMeasured =
        Resource.measured().stream()
            .mapToInt(Resource::ordinal)
            .anyMatch(i -> Math.min(perEvaluation[i], total[i]) != Long.MAX_VALUE);
  }

  /**
   * The key that {@link Builder#parse} takes for another word for it: {@code limit.allocatedBytes}
   * for {@code limit.memoryBytes}.
   *
   * @throws IllegalArgumentException if the key is unknown
   */
  public static String optionKey(String optionKey) {
    String prefix = Builder.prefix(optionKey);
    return prefix + Builder.resource(optionKey, prefix).key();
  }

  /** Limits that bound nothing. */
  public static Limits unlimited() {
    return UNLIMITED;
  }

  /** Starts from no limits at all. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts from these limits. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    System.arraycopy(perEvaluation, 0, builder.perEvaluation, 0, perEvaluation.length);
    System.arraycopy(total, 0, builder.total, 0, total.length);
    return builder;
  }

  /** The bound on one evaluation, or empty when unlimited. */
  public OptionalLong perEvaluation(Resource resource) {
    return bound(perEvaluation[resource.ordinal()]);
  }

  /** The bound on the account's total, or empty when unlimited. */
  public OptionalLong total(Resource resource) {
    return bound(total[resource.ordinal()]);
  }

  /**
   * The set limits as numbers, in the order of the resources: what {@link Builder#set} takes. Keys
   * of times name their unit, as in {@code limit.cpuTimeNanos}.
   */
  public Map<String, Long> toMap() {
    Map<String, Long> map = new LinkedHashMap<>();
    for (Resource resource : Resource.all()) {
      perEvaluation(resource)
          .ifPresent(limit -> map.put(PER_EVALUATION_PREFIX + resource.jsonKey(), limit));
    }
    for (Resource resource : Resource.all()) {
      total(resource).ifPresent(limit -> map.put(TOTAL_PREFIX + resource.jsonKey(), limit));
    }
    return map;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Limits that
        && Arrays.equals(perEvaluation, that.perEvaluation)
        && Arrays.equals(total, that.total);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(perEvaluation) + Arrays.hashCode(total);
  }

  /** The bound on one evaluation that is in force, {@link Long#MAX_VALUE} when unlimited. */
  long inForce(int resource) {
    long bound = perEvaluation[resource];
    boolean assumed =
        bound == Long.MAX_VALUE
            && resource == Resource.STACK_BYTES.ordinal()
            && perEvaluation[Resource.STACK_DEPTH.ordinal()] != Long.MAX_VALUE;
    return assumed ? Resource.ASSUMED_STACK_BYTES : bound;
  }

  /** Whether a resource is bounded that is measured by clocks: a watchdog has to look at them. */
  boolean boundMeasured() {
    return boundMeasured;
  }

  /**
   * The limits in the syntax of the agent's options: {@code limit.iterations=10,limit.cpuTime=5s}.
   */
  @Override
  public String toString() {
    return Stream.concat(texts(PER_EVALUATION_PREFIX, perEvaluation), texts(TOTAL_PREFIX, total))
        .collect(Collectors.joining(","));
  }

  private static Stream<String> texts(String prefix, long[] limits) {
    return Resource.all().stream()
        .filter(resource -> limits[resource.ordinal()] != Long.MAX_VALUE)
        .map(resource -> text(prefix, resource, limits[resource.ordinal()]));
  }

  private static String text(String prefix, Resource resource, long limit) {
    return prefix + resource.key() + "=" + resource.option(limit);
  }

  private static OptionalLong bound(long value) {
    return value == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** Collects limits. Not thread-safe. */
  public static final class Builder {
    private final long[] perEvaluation = unbounded();
    private final long[] total = unbounded();

    private Builder() {}

    private static long[] unbounded() {
      long[] bounds = new long[Resource.all().size()];
      Arrays.fill(bounds, Long.MAX_VALUE);
      return bounds;
    }

    /**
     * Bounds one evaluation.
     *
     * @param limit 0 or more; {@link Long#MAX_VALUE} is unlimited
     * @throws IllegalArgumentException if the limit is negative or the resource can only be bounded
     *     cumulatively
     */
    public Builder perEvaluation(Resource resource, long limit) {
      if (!resource.isLimitedPerEvaluation()) {
        throw new IllegalArgumentException(
            "%s%s: one evaluation always counts 1; limit the account with %s%s instead"
                .formatted(PER_EVALUATION_PREFIX, resource.key(), TOTAL_PREFIX, resource.key()));
      }
      perEvaluation[resource.ordinal()] = check(PER_EVALUATION_PREFIX, resource, limit);
      return this;
    }

    /**
     * Bounds the account's total.
     *
     * @param limit 0 or more; {@link Long#MAX_VALUE} is unlimited
     * @throws IllegalArgumentException if the limit is negative or the resource can only be bounded
     *     per evaluation
     */
    public Builder total(Resource resource, long limit) {
      if (!resource.isLimitedInTotal()) {
        throw new IllegalArgumentException(
            "%s%s: the highest of each do not add up; limit each evaluation with %s%s instead"
                .formatted(TOTAL_PREFIX, resource.key(), PER_EVALUATION_PREFIX, resource.key()));
      }
      total[resource.ordinal()] = check(TOTAL_PREFIX, resource, limit);
      return this;
    }

    /**
     * Sets the limit that an option key names.
     *
     * @param optionKey {@code limit.<key>} or {@code total.<key>}, or the same with the {@linkplain
     *     Resource#jsonKey() name in JSON}
     * @param limit in the resource's unit: nanoseconds for times
     * @throws IllegalArgumentException if the key is unknown or the limit out of range
     */
    public Builder set(String optionKey, long limit) {
      String prefix = prefix(optionKey);
      String key = optionKey.substring(prefix.length());
      for (Resource resource : Resource.measured()) {
        if (resource.jsonKey().equals(key)) {
          return set(prefix, resource, limit);
        }
      }
      return set(prefix, resource(optionKey, prefix), limit);
    }

    /**
     * Sets the limit that an option key names to a value in text form: digits and underscores for
     * counts; for bytes also with k, m or g (1024^n) behind; for times always with ns, ms, s, m or
     * h. {@code unlimited} lifts the limit.
     *
     * @throws IllegalArgumentException if the key is unknown or the text is not such a value
     */
    public Builder parse(String optionKey, String text) {
      String prefix = prefix(optionKey);
      Resource resource = resource(optionKey, prefix);
      return set(prefix, resource, Units.parse(resource.unit(), optionKey, text));
    }

    private Builder set(String prefix, Resource resource, long limit) {
      return prefix.equals(TOTAL_PREFIX) ? total(resource, limit) : perEvaluation(resource, limit);
    }

    private static String prefix(String optionKey) {
      if (optionKey.startsWith(PER_EVALUATION_PREFIX)) {
        return PER_EVALUATION_PREFIX;
      }
      if (optionKey.startsWith(TOTAL_PREFIX)) {
        return TOTAL_PREFIX;
      }
      throw new IllegalArgumentException(
          "unknown limit '%s': it starts with neither %s nor %s"
              .formatted(optionKey, PER_EVALUATION_PREFIX, TOTAL_PREFIX));
    }

    /**
     * Builds the limits.
     *
     * @throws IllegalArgumentException if a limit per evaluation exceeds the cumulative one, which
     *     could never be reached
     */
    public Limits build() {
      for (Resource resource : Resource.all()) {
        int i = resource.ordinal();
        if (perEvaluation[i] != Long.MAX_VALUE && perEvaluation[i] > total[i]) {
          throw new IllegalArgumentException(
              "%s contradicts %s: one evaluation may not exceed the total"
                  .formatted(
                      text(PER_EVALUATION_PREFIX, resource, perEvaluation[i]),
                      text(TOTAL_PREFIX, resource, total[i])));
        }
      }
      return new Limits(perEvaluation.clone(), total.clone());
    }

    private static Resource resource(String optionKey, String prefix) {
      String key = optionKey.substring(prefix.length());
      return Resource.ofOptionKey(key)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "unknown resource '%s' in '%s'; the resources are %s, and %s for %s"
                          .formatted(
                              key,
                              optionKey,
                              Resource.all().stream()
                                  .map(Resource::key)
                                  .collect(Collectors.joining(", ")),
                              Resource.MEMORY_BYTES,
                              Resource.ALLOCATED_BYTES.key())));
    }

    private static long check(String prefix, Resource resource, long limit) {
      if (limit < 0) {
        throw new IllegalArgumentException(
            "%s%s=%d: a limit is 0 or more".formatted(prefix, resource.key(), limit));
      }
      return limit;
    }
  }
}
