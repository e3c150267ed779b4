package dev.tachograph.meter;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is measured with its limits: times and the JVM's bytes.
 *
 * <p>Totals include what the other running evaluations were last seen to have used; the watchdog
 * looks at all of them. All methods are called with the ledger's lock held.
 */
final class Clocks {
  /** No thread allocates more than so many bytes in a nanosecond, as a power of 2. */
  private static final int FASTEST_ALLOCATION = 4;

  /** Some 70 years: no thread's sleep ends later. */
  private static final long FARTHEST = 1L << 61;

  private static final Breach.Scope[] SCOPES = Breach.Scope.values();

  private final Set<RunningEvaluation> running;
  private final Timepiece time;

  /**
   * @param running the open evaluations
   */
  Clocks(Set<RunningEvaluation> running, Timepiece time) {
    this.running = running;
    this.time = time;
  }

  /** Measures the calling thread from now on. */
  Stopwatch start() {
    return new Stopwatch(Thread.currentThread(), time);
  }

  /**
   * A limit that the evaluation has passed by now, or that cannot be measured; or {@code null}.
   *
   * @param aheadNanos what is about to be spent in a piece that nothing can interrupt
   */
  @Nullable Breach breach(RunningEvaluation evaluation, long aheadNanos) {
    evaluation.stopwatch.look();
    for (Resource resource : Resource.measured()) {
      for (AccountNode node = evaluation.account; node != null; node = node.parent) {
        for (Breach.Scope scope : SCOPES) {
          long ahead = resource.unit() == Resource.Unit.NANOS ? aheadNanos : 0;
          if (left(evaluation, resource, node, scope) < ahead) {
            return breach(Breach.Kind.EXCEEDED, evaluation, resource, node, scope, ahead);
          }
        }
      }
    }
    return null;
  }

  /**
   * Why the evaluation, which does not run yet, may not start: a limit on what this thread cannot
   * measure, or a total that those who run have passed already; or {@code null}.
   */
  @Nullable Breach denial(RunningEvaluation evaluation) {
    for (Resource resource : Resource.measured()) {
      for (AccountNode node = evaluation.account; node != null; node = node.parent) {
        for (Breach.Scope scope : SCOPES) {
          boolean usedUp = left(evaluation, resource, node, scope) < 0;
          boolean known = evaluation.stopwatch.seen(resource) != Usage.UNKNOWN;
          if (usedUp && !(known && scope == Breach.Scope.EVALUATION)) {
            return breach(Breach.Kind.DENIED, evaluation, resource, node, scope, 0);
          }
        }
      }
    }
    return null;
  }

  private Breach breach(
      Breach.Kind kind,
      RunningEvaluation evaluation,
      Resource resource,
      AccountNode node,
      Breach.Scope scope,
      long ahead) {
    long limit = limit(evaluation, resource, node, scope);
    long before = used(evaluation, resource, node, scope);
    long used = before == Usage.UNKNOWN ? before : resource.combine(before, ahead);
    return new Breach(
        kind,
        resource,
        scope,
        limit,
        used,
        used == Usage.UNKNOWN || kind == Breach.Kind.DENIED ? 0 : used - limit,
        node.id,
        evaluation.script,
        evaluation.position());
  }

  /**
   * How long the evaluation cannot pass a limit of its own, whatever it does, counted from when it
   * was last seen.
   *
   * @return nanoseconds; below 0 if it has passed one; {@link Long#MAX_VALUE} without limits
   */
  long nanosLeft(RunningEvaluation evaluation) {
    long nanos = Long.MAX_VALUE;
    for (Resource resource : Resource.measured()) {
      for (AccountNode node = evaluation.account; node != null; node = node.parent) {
        nanos =
            Math.min(
                nanos, nanos(resource, left(evaluation, resource, node, Breach.Scope.EVALUATION)));
      }
    }
    return nanos;
  }

  /**
   * How long threads can run, all of them together and from now on, before a total of the account
   * can be passed.
   *
   * @param drawing those that run on it
   * @return nanoseconds; below 0 if one is passed; {@link Long#MAX_VALUE} without totals
   */
  long nanosLeft(AccountNode account, Set<RunningEvaluation> drawing, long now) {
    long nanos = Long.MAX_VALUE;
    long unseen = 0;
    for (RunningEvaluation evaluation : drawing) {
      unseen += Math.max(0, now - evaluation.stopwatch.seen().wallNanos());
    }
    for (Resource resource : Resource.measured()) {
      long total = account.total(resource.ordinal());
      if (total != Long.MAX_VALUE) {
        nanos = Math.min(nanos, nanos(resource, total - sum(account, drawing, resource)));
      }
    }
    return nanos < 0 || nanos == Long.MAX_VALUE ? nanos : Math.max(0, nanos - unseen);
  }

  /** How long a thread takes to use so much, at least. */
  private static long nanos(Resource resource, long left) {
    boolean bytes = resource.unit() == Resource.Unit.BYTES && left != Long.MAX_VALUE;
    return bytes ? left >> FASTEST_ALLOCATION : left;
  }

  /** When so much is passed: a nanosecond after it is used up, and not at the end of numbers. */
  static long untilPassed(long nanosLeft) {
    return Math.min(nanosLeft, FARTHEST) + 1;
  }

  /** Whether a total of the account is measured. */
  boolean limitsTotal(AccountNode account) {
    for (Resource resource : Resource.measured()) {
      if (account.total(resource.ordinal()) != Long.MAX_VALUE) {
        return true;
      }
    }
    return false;
  }

  /** Whether a total limits what cannot be measured of the evaluation. */
  boolean isUnmeasured(AccountNode account, RunningEvaluation evaluation) {
    for (Resource resource : Resource.measured()) {
      if (account.total(resource.ordinal()) != Long.MAX_VALUE
          && evaluation.stopwatch.seen(resource) == Usage.UNKNOWN) {
        return true;
      }
    }
    return false;
  }

  /** What the limit leaves; below 0 if it is passed or cannot be measured. */
  private long left(
      RunningEvaluation evaluation, Resource resource, AccountNode node, Breach.Scope scope) {
    long limit = limit(evaluation, resource, node, scope);
    if (limit == Long.MAX_VALUE) {
      return limit;
    }
    long used = used(evaluation, resource, node, scope);
    return used == Usage.UNKNOWN ? -1 : limit - used;
  }

  private static long limit(
      RunningEvaluation evaluation, Resource resource, AccountNode node, Breach.Scope scope) {
    int index = resource.ordinal();
    if (scope == Breach.Scope.TOTAL) {
      return node.total(index);
    }
    return evaluation.limit(node, index);
  }

  private long used(
      RunningEvaluation evaluation, Resource resource, AccountNode node, Breach.Scope scope) {
    long own = evaluation.stopwatch.seen(resource);
    if (scope == Breach.Scope.EVALUATION || own == Usage.UNKNOWN) {
      return own;
    }
    return sum(node, running, resource);
  }

  /** What the account has used, with what those of its evaluations were last seen to have. */
  private static long sum(AccountNode node, Set<RunningEvaluation> open, Resource resource) {
    long sum = node.used(resource.ordinal());
    for (RunningEvaluation other : open) {
      if (other.account.isWithin(node)) {
        sum = resource.combine(sum, Math.max(0, other.stopwatch.unbooked(resource)));
      }
    }
    return sum;
  }
}
