package dev.tachograph.meter;

import org.jspecify.annotations.Nullable;

/** Says which limit an evaluation exceeded, and whose it is. With the ledger's lock held. */
final class Breaches {
  private Breaches() {}

  /** A count that no limit had room for any more. */
  static Breach of(RunningEvaluation evaluation, int counter, long used, long requested) {
    Resource resource = Resource.all().get(counter);
    for (AccountNode node = evaluation.account; node != null; node = node.parent) {
      if (used > evaluation.limit(node, counter)) {
        return new Breach(
            Breach.Kind.EXCEEDED,
            resource,
            Breach.Scope.EVALUATION,
            evaluation.limit(node, counter),
            used,
            resource == Resource.ALLOCATION_AT_ONCE ? used : requested,
            node.id,
            evaluation.script,
            evaluation.position());
      }
    }
    AccountNode node = Leases.blocking(evaluation.account, counter);
    return new Breach(
        Breach.Kind.EXCEEDED,
        resource,
        Breach.Scope.TOTAL,
        node.total(counter),
        Resource.FUEL.combine(node.used(counter), requested),
        requested,
        node.id,
        evaluation.script,
        evaluation.position());
  }

  /**
   * The JVM itself has none left, whatever the limits are.
   *
   * @param requested what it cannot give; 0 if it has just failed
   */
  static Breach exhausted(RunningEvaluation evaluation, int counter, long used, long requested) {
    return new Breach(
        Breach.Kind.EXHAUSTED,
        Resource.all().get(counter),
        Breach.Scope.EVALUATION,
        Usage.UNKNOWN,
        used,
        requested,
        evaluation.account.id,
        evaluation.script,
        evaluation.position());
  }

  /** Somebody stopped the evaluation or suspended its account, or interrupted its thread. */
  static Breach cancelled(RunningEvaluation evaluation, @Nullable Suspension suspension) {
    evaluation.stopwatch.look();
    long ran = evaluation.stopwatch.seen(Resource.WALL_TIME);
    return new Breach(
        Breach.Kind.CANCELLED,
        Resource.WALL_TIME,
        Breach.Scope.EVALUATION,
        ran,
        ran,
        0,
        evaluation.account.id,
        evaluation.script,
        evaluation.position(),
        !evaluation.isCancelled(),
        suspension == null || !evaluation.isCancelled() ? null : suspension.words());
  }

  /** An evaluation that is not admitted, because an account on its path is suspended. */
  static Breach denial(RunningEvaluation evaluation, Suspension suspension) {
    return new Breach(
        Breach.Kind.DENIED,
        Resource.EVALUATIONS,
        Breach.Scope.TOTAL,
        Usage.UNKNOWN,
        Usage.UNKNOWN,
        1,
        suspension.account(),
        evaluation.script,
        null,
        false,
        suspension.words());
  }

  /** An evaluation that is not admitted, because an account on its path is used up. */
  static Breach denial(
      RunningEvaluation evaluation, AccountNode spent, int resource, long requested) {
    return new Breach(
        Breach.Kind.DENIED,
        Resource.all().get(resource),
        Breach.Scope.TOTAL,
        spent.total(resource),
        spent.shown(resource) + requested,
        requested,
        spent.id,
        evaluation.script,
        null);
  }
}
