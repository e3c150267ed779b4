package dev.tachograph.meter;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

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

  private Limits(long[] perEvaluation, long[] total) {
    this.perEvaluation = perEvaluation;
    this.total = total;
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
   * The set limits by option key, in the order of the resources: what {@link Builder#set} takes.
   */
  public Map<String, Long> toMap() {
    Map<String, Long> map = new LinkedHashMap<>();
    for (Resource resource : Resource.all()) {
      perEvaluation(resource)
          .ifPresent(limit -> map.put(PER_EVALUATION_PREFIX + resource.key(), limit));
    }
    for (Resource resource : Resource.all()) {
      total(resource).ifPresent(limit -> map.put(TOTAL_PREFIX + resource.key(), limit));
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

  /** The limits in the syntax of the agent's options, for example {@code limit.iterations=1000}. */
  @Override
  public String toString() {
    return toMap().entrySet().stream()
        .map(limit -> limit.getKey() + "=" + limit.getValue())
        .collect(Collectors.joining(","));
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
            "%s%s: depths do not add up; limit each evaluation with %s%s instead"
                .formatted(TOTAL_PREFIX, resource.key(), PER_EVALUATION_PREFIX, resource.key()));
      }
      total[resource.ordinal()] = check(TOTAL_PREFIX, resource, limit);
      return this;
    }

    /**
     * Sets the limit that an option key names.
     *
     * @param optionKey {@code limit.<key>} or {@code total.<key>}
     * @throws IllegalArgumentException if the key is unknown or the limit out of range
     */
    public Builder set(String optionKey, long limit) {
      if (optionKey.startsWith(PER_EVALUATION_PREFIX)) {
        return perEvaluation(resource(optionKey, PER_EVALUATION_PREFIX), limit);
      }
      if (optionKey.startsWith(TOTAL_PREFIX)) {
        return total(resource(optionKey, TOTAL_PREFIX), limit);
      }
      throw new IllegalArgumentException(
          "unknown limit '%s': it starts with neither %s nor %s"
              .formatted(optionKey, PER_EVALUATION_PREFIX, TOTAL_PREFIX));
    }

    /**
     * Sets the limit that an option key names to a number in text form: digits and underscores.
     *
     * @throws IllegalArgumentException if the key is unknown or the text is not such a number
     */
    public Builder parse(String optionKey, String text) {
      return set(optionKey, Counts.parse(optionKey, text));
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
              "%s%s=%d contradicts %s%s=%d: one evaluation may not exceed the total"
                  .formatted(
                      PER_EVALUATION_PREFIX,
                      resource.key(),
                      perEvaluation[i],
                      TOTAL_PREFIX,
                      resource.key(),
                      total[i]));
        }
      }
      return new Limits(perEvaluation.clone(), total.clone());
    }

    private static Resource resource(String optionKey, String prefix) {
      String key = optionKey.substring(prefix.length());
      return Resource.ofKey(key)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "unknown resource '%s' in '%s'; the resources are %s"
                          .formatted(
                              key,
                              optionKey,
                              Resource.all().stream()
                                  .map(Resource::key)
                                  .collect(Collectors.joining(", ")))));
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
