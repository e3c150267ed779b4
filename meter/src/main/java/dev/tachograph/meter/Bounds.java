package dev.tachograph.meter;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Limits while they are collected, and what can be wrong with them. Not thread-safe. */
final class Bounds {
  /** By the resources' order; {@link Long#MAX_VALUE} is unlimited. */
  final long[] perEvaluation = unbounded();

  /** The same of totals. */
  final long[] total = unbounded();

  final Map<Resource, Refill> refills = new EnumMap<>(Resource.class);

  private static long[] unbounded() {
    long[] bounds = new long[Resource.all().size()];
    Arrays.fill(bounds, Long.MAX_VALUE);
    return bounds;
  }

  void perEvaluation(Resource resource, long limit) {
    if (!resource.isLimitedPerEvaluation()) {
      throw new IllegalArgumentException(
          "%s%s: one evaluation always counts 1; limit the account with %s%s instead"
              .formatted(
                  Limits.PER_EVALUATION_PREFIX,
                  resource.key(),
                  Limits.TOTAL_PREFIX,
                  resource.key()));
    }
    perEvaluation[resource.ordinal()] = check(Limits.PER_EVALUATION_PREFIX, resource, limit);
  }

  void total(Resource resource, long limit) {
    if (!resource.isLimitedInTotal()) {
      throw new IllegalArgumentException(
          "%s%s: the highest of each do not add up; limit each evaluation with %s%s instead"
              .formatted(
                  Limits.TOTAL_PREFIX,
                  resource.key(),
                  Limits.PER_EVALUATION_PREFIX,
                  resource.key()));
    }
    total[resource.ordinal()] = check(Limits.TOTAL_PREFIX, resource, limit);
  }

  private static long check(String prefix, Resource resource, long limit) {
    if (limit < 0) {
      throw new IllegalArgumentException(
          "%s%s=%d: a limit is 0 or more".formatted(prefix, resource.key(), limit));
    }
    return limit;
  }

  void refill(Resource resource, Refill refill) {
    if (resource.kind() != Resource.Kind.SUM) {
      throw new IllegalArgumentException(
          Limits.REFILL_PREFIX + resource.key() + ": only sums are used up, and can refill");
    }
    refills.put(resource, refill);
  }

  /** The limit that an option key names, as a number. */
  void set(String optionKey, long limit) {
    String prefix = LimitsText.prefix(optionKey);
    String key = optionKey.substring(prefix.length());
    for (Resource resource : Resource.measured()) {
      if (resource.jsonKey().equals(key)) {
        set(prefix, resource, limit);
        return;
      }
    }
    set(prefix, LimitsText.resource(optionKey, prefix), limit);
  }

  /** The limit or the refill that an option key names, as text. */
  void parse(String optionKey, String text) {
    if (optionKey.startsWith(Limits.REFILL_PREFIX)) {
      refill(LimitsText.resource(optionKey, Limits.REFILL_PREFIX), Refill.parse(optionKey, text));
      return;
    }
    String prefix = LimitsText.prefix(optionKey);
    Resource resource = LimitsText.resource(optionKey, prefix);
    set(prefix, resource, Units.parse(resource.unit(), optionKey, text));
  }

  private void set(String prefix, Resource resource, long limit) {
    if (prefix.equals(Limits.TOTAL_PREFIX)) {
      total(resource, limit);
    } else {
      perEvaluation(resource, limit);
    }
  }

  /** What the other one bounds or refills is as there. */
  void merge(Bounds other) {
    for (int i = 0; i < total.length; i++) {
      if (other.perEvaluation[i] != Long.MAX_VALUE) {
        perEvaluation[i] = other.perEvaluation[i];
      }
      if (other.total[i] != Long.MAX_VALUE) {
        total[i] = other.total[i];
      }
    }
    refills.putAll(other.refills);
  }

  /** The tighter of both, and how that refills; without contradictions. */
  void tighten(Bounds other) {
    for (Resource resource : Resource.all()) {
      int i = resource.ordinal();
      Refill refill = tighterRefill(other, resource);
      if (refill == null) {
        refills.remove(resource);
      } else {
        refills.put(resource, refill);
      }
      total[i] = Math.min(total[i], other.total[i]);
      long own = Math.min(perEvaluation[i], other.perEvaluation[i]);
      perEvaluation[i] = own == Long.MAX_VALUE ? own : Math.min(own, total[i]);
    }
  }

  private @Nullable Refill tighterRefill(Bounds other, Resource resource) {
    int i = resource.ordinal();
    Refill own = refills.get(resource);
    Refill others = other.refills.get(resource);
    if (total[i] == other.total[i]) {
      return Objects.equals(own, others) ? own : null;
    }
    return total[i] < other.total[i] ? own : others;
  }

  /** Forgets how totals refill that are not limited. */
  void dropIdleRefills() {
    refills.keySet().removeIf(resource -> total[resource.ordinal()] == Long.MAX_VALUE);
  }

  /** Throws if they contradict each other. */
  void check() {
    for (Resource resource : Resource.all()) {
      int i = resource.ordinal();
      if (perEvaluation[i] != Long.MAX_VALUE && perEvaluation[i] > total[i]) {
        throw new IllegalArgumentException(
            "%s contradicts %s: one evaluation may not exceed the total"
                .formatted(
                    LimitsText.text(Limits.PER_EVALUATION_PREFIX, resource, perEvaluation[i]),
                    LimitsText.text(Limits.TOTAL_PREFIX, resource, total[i])));
      }
    }
    refills.forEach(
        (resource, refill) -> {
          if (total[resource.ordinal()] == Long.MAX_VALUE) {
            throw new IllegalArgumentException(
                "%s%s=%s refills nothing: set %s%s too"
                    .formatted(
                        Limits.REFILL_PREFIX,
                        resource.key(),
                        refill,
                        Limits.TOTAL_PREFIX,
                        resource.key()));
          }
        });
  }
}
