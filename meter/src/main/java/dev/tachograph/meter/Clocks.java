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

  private static final Breach.Scope[] SCOPES = Breach.Scope.values();

  private final Set<RunningEvaluation> running;

  /**
   * @param running the open evaluations
   */
  Clocks(Set<RunningEvaluation> running) {
    this.running = running;
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
   * How long the evaluation cannot pass a limit, whatever it does, counted from when it was last
   * seen.
   *
   * @return nanoseconds; below 0 if it has passed one; {@link Long#MAX_VALUE} without limits
   */
  long nanosLeft(RunningEvaluation evaluation) {
    long nanos = Long.MAX_VALUE;
    for (Resource resource : Resource.measured()) {
      for (AccountNode node = evaluation.account; node != null; node = node.parent) {
        for (Breach.Scope scope : SCOPES) {
          long left = left(evaluation, resource, node, scope);
          if (left >= 0 && left != Long.MAX_VALUE) {
            left /= scope == Breach.Scope.TOTAL ? Math.max(1, runningIn(node)) : 1;
            left >>= resource.unit() == Resource.Unit.BYTES ? FASTEST_ALLOCATION : 0;
          }
          nanos = Math.min(nanos, left);
        }
      }
    }
    return nanos;
  }

  /** Whether others that run now draw on a total of the evaluation. */
  boolean sharesTotal(RunningEvaluation evaluation) {
    for (AccountNode node = evaluation.account; node != null; node = node.parent) {
      for (Resource resource : Resource.measured()) {
        if (node.total(resource.ordinal()) == Long.MAX_VALUE) {
          continue;
        }
        for (RunningEvaluation other : running) {
          if (other != evaluation && other.account.isWithin(node)) {
            return true;
          }
        }
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
    long sum = node.used(resource.ordinal());
    for (RunningEvaluation other : running) {
      if (other.account.isWithin(node)) {
        sum = resource.combine(sum, Math.max(0, other.stopwatch.unbooked(resource)));
      }
    }
    return sum;
  }

  private int runningIn(AccountNode node) {
    int count = 0;
    for (RunningEvaluation other : running) {
      count += other.account.isWithin(node) ? 1 : 0;
    }
    return count;
  }
}
