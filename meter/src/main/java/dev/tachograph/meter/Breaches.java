package dev.tachograph.meter;

/** Says which limit an evaluation exceeded, and whose it is. With the ledger's lock held. */
final class Breaches {
  private Breaches() {}

  /** A count that no limit had room for any more. */
  static Breach of(RunningEvaluation evaluation, int counter, long used) {
    Resource resource = Resource.all().get(counter);
    for (AccountNode node = evaluation.account; node != null; node = node.parent) {
      if (used > node.perEvaluation(counter)) {
        return new Breach(
            resource,
            Breach.Scope.EVALUATION,
            node.perEvaluation(counter),
            used,
            1,
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
        node.spent(counter) + 1,
        1,
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
