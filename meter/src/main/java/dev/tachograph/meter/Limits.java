package dev.tachograph.meter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

  /** The prefix of the option keys that say how cumulative limits refill. */
  public static final String REFILL_PREFIX = "refill.";

  private static final Limits UNLIMITED = builder().build();

  private final long[] perEvaluation;
  private final long[] total;
  private final Map<Resource, Refill> refills;
  private final List<Resource> boundTotals;
  private final boolean boundMeasured;
  private @Nullable String text;

  private Limits(Bounds bounds) {
    perEvaluation = bounds.perEvaluation.clone();
    total = bounds.total.clone();
    Map<Resource, Refill> copy = new EnumMap<>(Resource.class);
    copy.putAll(bounds.refills);
    refills = Collections.unmodifiableMap(copy);
    List<Resource> bound = new ArrayList<>();
    boolean measured = false;
    for (Resource resource : Resource.all()) {
      int i = resource.ordinal();
      if (total[i] != Long.MAX_VALUE) {
        bound.add(resource);
      }
      measured |= resource.isMeasured() && Math.min(perEvaluation[i], total[i]) != Long.MAX_VALUE;
    }
    boundTotals = List.copyOf(bound);
    boundMeasured = measured;
  }

  /**
   * The key that {@link Builder#parse} takes for another word for it: {@code limit.allocatedBytes}
   * for {@code limit.memoryBytes}.
   *
   * @throws IllegalArgumentException if the key is unknown
   */
  public static String optionKey(String optionKey) {
    String prefix =
        optionKey.startsWith(REFILL_PREFIX) ? REFILL_PREFIX : LimitsText.prefix(optionKey);
    return prefix + LimitsText.resource(optionKey, prefix).key();
  }

  /** Limits that bound nothing. */
  public static Limits unlimited() {
    return UNLIMITED;
  }

  /**
   * For what is neither trusted nor feared: 100 MB, 30 s of CPU time, 1 million operations, files
   * of 50 MB, per evaluation.
   *
   * <p>Operations are iterations, function calls and host calls, of which each may be so many.
   * Memory is what is allocated, and what guards hold.
   */
  public static Limits standard() {
    return preset(100, Duration.ofSeconds(30), 1_000_000, 50);
  }

  /**
   * For what is not trusted: 10 MB, 5 s of CPU time, 10 000 operations, files of 5 MB, each as
   * {@link #standard} has it.
   */
  public static Limits strict() {
    return preset(10, Duration.ofSeconds(5), 10_000, 5);
  }

  /**
   * For what is trusted: 1 GB, 5 min of CPU time, 100 million operations, files of 500 MB, each as
   * {@link #standard} has it.
   */
  public static Limits relaxed() {
    return preset(1024, Duration.ofMinutes(5), 100_000_000, 500);
  }

  private static Limits preset(long memoryMb, Duration cpuTime, long operations, long fileMb) {
    return builder()
        .perEvaluation(Resource.ITERATIONS, operations)
        .perEvaluation(Resource.FUNCTION_CALLS, operations)
        .perEvaluation(Resource.HOST_CALLS, operations)
        .perEvaluation(Resource.ALLOCATED_BYTES, memoryMb << 20)
        .perEvaluation(Resource.HELD_BYTES, memoryMb << 20)
        .perEvaluation(Resource.CPU_TIME, cpuTime.toNanos())
        .perEvaluation(Resource.FILE_BYTES, fileMb << 20)
        .build();
  }

  /** Starts from no limits at all. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts from these limits. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    Bounds bounds = builder.bounds;
    System.arraycopy(perEvaluation, 0, bounds.perEvaluation, 0, perEvaluation.length);
    System.arraycopy(total, 0, bounds.total, 0, total.length);
    bounds.refills.putAll(refills);
    return builder;
  }

  /** The bound on one evaluation, or empty when unlimited. */
  public OptionalLong perEvaluation(Resource resource) {
    return bound(perEvaluation[resource.ordinal()]);
  }

  /** The limits on each evaluation, by the resources' order; MAX_VALUE is unlimited. */
  long[] bounds() {
    return perEvaluation.clone();
  }

  /** The bound on the account's total, or empty when unlimited. */
  public OptionalLong total(Resource resource) {
    return bound(total[resource.ordinal()]);
  }

  /** How the account's total refills; the resources that are missing never do. */
  public Map<Resource, Refill> refills() {
    return refills;
  }

  /**
   * Reads the {@linkplain #toString() syntax of options}: {@code limit.iterations=1_000,
   * total.cpuTime=5s, refill.cpuTime=day}. Blanks around the parts do not matter.
   *
   * @throws IllegalArgumentException if a key is unknown or given twice, a value does not parse, or
   *     limits contradict each other; the message names them
   */
  public static Limits parse(String text) {
    return of(LimitsText.pairs(text));
  }

  /**
   * Reads limits from properties, whose keys all have to be limits.
   *
   * @throws IllegalArgumentException as {@link #parse}
   */
  public static Limits of(Properties properties) {
    Map<String, String> pairs = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> pairs.put(key, properties.getProperty(key)));
    return of(pairs);
  }

  private static Limits of(Map<String, String> pairs) {
    return LimitsText.read(pairs).build();
  }

  /**
   * The inverse of {@link #toString()}, contradictions included: they were accepted before.
   *
   * @throws IllegalArgumentException as {@link #parse}, but for contradictions
   */
  public static Limits read(String text) {
    return LimitsText.read(LimitsText.pairs(text)).unchecked();
  }

  /** The inverse of {@link #of(Properties)}. */
  public Properties toProperties() {
    Properties properties = new Properties();
    texts().forEach(text -> properties.setProperty(text[0], text[1]));
    return properties;
  }

  /** These limits, but what {@code other} bounds or refills is as there. */
  public Limits merge(Limits other) {
    Builder merged = toBuilder();
    merged.bounds.merge(other.toBuilder().bounds);
    return merged.build();
  }

  /**
   * The tighter of both in every resource; where the totals are the same, they refill only where
   * both do alike.
   */
  public Limits tighten(Limits other) {
    Builder tight = toBuilder();
    tight.bounds.tighten(other.toBuilder().bounds);
    return tight.build();
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
        && Arrays.equals(total, that.total)
        && refills.equals(that.refills);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(perEvaluation) + Arrays.hashCode(total) + refills.hashCode();
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

  /** The bound on the account's total, {@link Long#MAX_VALUE} when unlimited. */
  long totalInForce(int resource) {
    return total[resource];
  }

  /** The resources whose totals are bounded. */
  List<Resource> boundTotals() {
    return boundTotals;
  }

  /** The same with another limit, as {@link Builder#set} takes it, which need not fit the rest. */
  Limits with(String optionKey, long limit) {
    Builder builder = toBuilder().set(optionKey, limit);
    builder.bounds.dropIdleRefills();
    return builder.unchecked();
  }

  /**
   * The limits in the syntax of the agent's options: {@code limit.iterations=10,limit.cpuTime=5s}.
   */
  @Override
  public String toString() {
    String known = text;
    if (known == null) {
      known = texts().map(text -> text[0] + "=" + text[1]).collect(Collectors.joining(","));
      text = known;
    }
    return known;
  }

  /** Keys and values in the syntax of options. */
  private Stream<String[]> texts() {
    return Stream.of(
            LimitsText.texts(PER_EVALUATION_PREFIX, perEvaluation),
            LimitsText.texts(TOTAL_PREFIX, total),
            refills.entrySet().stream()
                .map(
                    refill ->
                        new String[] {
                          REFILL_PREFIX + refill.getKey().key(), refill.getValue().toString()
                        }))
        .flatMap(text -> text);
  }

  private static OptionalLong bound(long value) {
    return value == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** Collects limits. Not thread-safe. */
  public static final class Builder {
    private final Bounds bounds = new Bounds();

    private Builder() {}

    /**
     * Bounds one evaluation.
     *
     * @param limit 0 or more; {@link Long#MAX_VALUE} is unlimited
     * @throws IllegalArgumentException if the limit is negative or the resource can only be bounded
     *     cumulatively
     */
    public Builder perEvaluation(Resource resource, long limit) {
      bounds.perEvaluation(resource, limit);
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
      bounds.total(resource, limit);
      return this;
    }

    /**
     * Says how the account's total refills.
     *
     * @throws IllegalArgumentException if the resource is no sum: what rises and falls, or is the
     *     highest of many, has nothing to refill
     */
    public Builder refill(Resource resource, Refill refill) {
      bounds.refill(resource, refill);
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
      bounds.set(optionKey, limit);
      return this;
    }

    /**
     * Sets the limit that an option key names to a value in text form: digits and underscores for
     * counts; for bytes also with k, m or g (1024^n) behind; for times always with ns, ms, s, m or
     * h. {@code unlimited} lifts the limit.
     *
     * @throws IllegalArgumentException if the key is unknown or the text is not such a value
     */
    public Builder parse(String optionKey, String text) {
      bounds.parse(optionKey, text);
      return this;
    }

    /**
     * Builds the limits.
     *
     * @throws IllegalArgumentException if a limit per evaluation exceeds the cumulative one, which
     *     could never be reached, or if something refills that is not limited
     */
    public Limits build() {
      bounds.check();
      return unchecked();
    }

    private Limits unchecked() {
      return new Limits(bounds);
    }
  }
}
