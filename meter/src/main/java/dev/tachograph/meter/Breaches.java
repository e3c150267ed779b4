package dev.tachograph.meter;

import org.jspecify.annotations.Nullable;

/** Says which limit an evaluation exceeded, and whose it is. With the ledger's lock held. */
final class Breaches {
  private Breaches() {}

  /** A count that no limit had room for any more. */
  static Breach of(RunningEvaluation evaluation, int counter, long used, long requested) {
    Resource resource = Resource.all().get(counter);
    for (AccountNode node = evaluation.account; node != null; node = node.parent) {
      if (used > node.perEvaluation(counter)) {
        return new Breach(
            resource,
            Breach.Scope.EVALUATION,
            node.perEvaluation(counter),
            used,
            requested,
            false,
            node.id,
            evaluation.script,
            evaluation.position());
      }
    }
    AccountNode node = Leases.blocking(evaluation.account, counter);
    return new Breach(
        resource,
        Breach.Scope.TOTAL,
        node.total(counter),
        node.spent(counter) + requested,
        requested,
        false,
        node.id,
        evaluation.script,
        evaluation.position());
  }

  /**
   * A time, or the JVM's bytes, beyond a limit; {@code null} if there is none.
   *
   * @param aheadNanos what is about to be spent in a piece that nothing can interrupt
   */
  static @Nullable Breach measured(RunningEvaluation evaluation, long aheadNanos) {
    for (Resource resource : Resource.all()) {
      int index = resource.ordinal();
      if (!resource.isMeasured() || !isLimited(evaluation, index)) {
        continue;
      }
      long ahead = resource.unit() == Resource.Unit.NANOS ? aheadNanos : 0;
      long used = resource.combine(evaluation.measured(resource), ahead);
      for (AccountNode node = evaluation.account; node != null; node = node.parent) {
        long each = node.perEvaluation(index);
        if (used > each) {
          return breach(evaluation, resource, Breach.Scope.EVALUATION, each, used, node);
        }
        long total = node.total(index);
        if (node.spent(index) + used > total) {
          return breach(
              evaluation, resource, Breach.Scope.TOTAL, total, node.spent(index) + used, node);
        }
      }
    }
    return null;
  }

  /** The JVM itself has none left, whatever the limits are. */
  static Breach exhausted(RunningEvaluation evaluation, int counter, long used) {
    return new Breach(
        Resource.all().get(counter),
        Breach.Scope.EVALUATION,
        Math.max(0, used - 1),
        used,
        1,
        false,
        evaluation.account.id,
        evaluation.script,
        evaluation.position());
  }

  /** Whether a limit bounds the resource for this evaluation. */
  static boolean isLimited(RunningEvaluation evaluation, int resource) {
    for (AccountNode node = evaluation.account; node != null; node = node.parent) {
      if (node.perEvaluation(resource) != Long.MAX_VALUE
          || node.total(resource) != Long.MAX_VALUE) {
        return true;
      }
    }
    return false;
  }

  private static Breach breach(
      RunningEvaluation evaluation,
      Resource resource,
      Breach.Scope scope,
      long limit,
      long used,
      AccountNode node) {
    return new Breach(
        resource,
        scope,
        limit,
        used,
        used - limit,
        false,
        node.id,
        evaluation.script,
        evaluation.position());
  }

  /** An evaluation that is not admitted, because an account on its path is used up. */
  static Breach denial(
      RunningEvaluation evaluation, AccountNode spent, int resource, long requested) {
    return new Breach(
        Resource.all().get(resource),
        Breach.Scope.TOTAL,
        spent.total(resource),
        spent.spent(resource) + requested,
        requested,
        true,
        spent.id,
        evaluation.script,
        null);
  }
}
