package dev.tachograph.meter.history;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a group has used in a replay. For one thread. */
final class ReplayedTotals {
  private final Limits limits;
  private final Map<Resource, Long> spent = new EnumMap<>(Resource.class);
  private final Set<Resource> overdrawn = EnumSet.noneOf(Resource.class);

  ReplayedTotals(Limits limits) {
    this.limits = limits;
  }

  /** The end of an evaluation: so much of a resource was allowed, which is less than it used. */
  private record End(Resource resource, Breach.Scope scope, long allowed, long used) {
    double part() {
      return (double) allowed / used;
    }

    /** The same part of something else. */
    long of(long amount) {
      return BigInteger.valueOf(amount)
          .multiply(BigInteger.valueOf(allowed))
          .divide(BigInteger.valueOf(used))
          .longValueExact();
    }
  }

  /** Runs an evaluation after the others; returns what stopped or denied it, or {@code null}. */
  @Nullable Breach run(EvaluationRecord record) {
    Resource blocking = blocking();
    if (blocking != null) {
      return denial(blocking, record);
    }
    End end = end(record);
    for (Resource resource : Resource.all()) {
      long used = Math.max(0, record.usage().get(resource));
      spend(resource, end == null || resource == Resource.EVALUATIONS ? used : end.of(used));
    }
    if (end == null) {
      return null;
    }
    if (end.scope == Breach.Scope.TOTAL) {
      overdrawn.add(end.resource);
    }
    return breach(end, record);
  }

  private @Nullable Resource blocking() {
    long evaluations = limits.total(Resource.EVALUATIONS).orElse(Long.MAX_VALUE);
    if (spent(Resource.EVALUATIONS) >= evaluations) {
      return Resource.EVALUATIONS;
    }
    return overdrawn.isEmpty() ? null : overdrawn.iterator().next();
  }

  /** The limit that stops an evaluation first, or {@code null}. */
  private @Nullable End end(EvaluationRecord record) {
    End first = null;
    for (Resource resource : Resource.all()) {
      long used = record.usage().get(resource);
      long own = limits.perEvaluation(resource).orElse(Long.MAX_VALUE);
      long total = left(resource);
      long allowed = Math.min(own, total);
      if (used > allowed) {
        Breach.Scope scope = own <= total ? Breach.Scope.EVALUATION : Breach.Scope.TOTAL;
        End end = new End(resource, scope, allowed, used);
        first = first == null || end.part() < first.part() ? end : first;
      }
    }
    return first;
  }

  private long left(Resource resource) {
    OptionalLong total = limits.total(resource);
    return total.isPresent() ? Math.max(0, total.getAsLong() - spent(resource)) : Long.MAX_VALUE;
  }

  private void spend(Resource resource, long amount) {
    long sum = spent(resource) + amount;
    spent.put(resource, sum < 0 ? Long.MAX_VALUE : sum);
  }

  private long spent(Resource resource) {
    return spent.getOrDefault(resource, 0L);
  }

  private Breach denial(Resource resource, EvaluationRecord record) {
    long limit = limits.total(resource).orElseThrow();
    long one = resource == Resource.EVALUATIONS ? 1 : 0;
    return new Breach(
        Breach.Kind.DENIED,
        resource,
        Breach.Scope.TOTAL,
        limit,
        spent(resource) + one,
        one,
        record.account(),
        record.script(),
        null);
  }

  private Breach breach(End end, EvaluationRecord record) {
    boolean total = end.scope == Breach.Scope.TOTAL;
    long limit =
        (total ? limits.total(end.resource) : limits.perEvaluation(end.resource)).orElseThrow();
    long more = end.used - end.allowed;
    long used = limit + more;
    return new Breach(
        Breach.Kind.EXCEEDED,
        end.resource,
        end.scope,
        limit,
        used < 0 ? Long.MAX_VALUE : used,
        more,
        record.account(),
        record.script(),
        null);
  }
}
