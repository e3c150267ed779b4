package dev.tachograph.jfr;

import dev.tachograph.meter.AccountStanding;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Ledger;
import dev.tachograph.meter.LimitStatus;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds limits of which most is used, and says so once. Confined to Flight Recorder's thread; what
 * rises and is over between two looks is not seen.
 */
final class LimitWarnings {
  private static final double WARNS = 0.8;
  private static final double FORGETS = 0.7;

  /** A limit of an evaluation, or of a total with evaluation 0. */
  private record Bound(long evaluation, String account, Resource resource) {}

  private final Ledger ledger;
  private final Meter meter;
  private Set<Bound> warned = new HashSet<>();

  LimitWarnings(Ledger ledger, Meter meter) {
    this.ledger = ledger;
    this.meter = meter;
  }

  void look() {
    Set<Bound> near = new HashSet<>();
    for (EvaluationRecord evaluation : ledger.evaluations().running()) {
      for (LimitStatus status : RunningLimits.of(ledger, evaluation)) {
        look(status, evaluation, near);
      }
    }
    for (String account : ledger.accountIds()) {
      AccountStanding standing = ledger.standing(account);
      if (standing != null) {
        standing.totals().forEach(status -> look(status, null, near));
      }
    }
    warned = near;
  }

  private void look(LimitStatus status, @Nullable EvaluationRecord evaluation, Set<Bound> near) {
    Bound bound =
        new Bound(evaluation == null ? 0 : evaluation.id(), status.account(), status.resource());
    boolean known = warned.contains(bound);
    if (status.used() == Usage.UNKNOWN || status.share() < (known ? FORGETS : WARNS)) {
      return;
    }
    near.add(bound);
    if (!known) {
      warn(status, evaluation);
    }
  }

  private void warn(LimitStatus status, @Nullable EvaluationRecord evaluation) {
    LimitWarningEvent event = new LimitWarningEvent();
    if (!event.shouldCommit()) {
      return;
    }
    event.meterId = meter.id();
    event.account = status.account();
    event.scope = "total";
    if (evaluation != null) {
      event.evaluationId = evaluation.id();
      event.account = evaluation.account();
      event.script = evaluation.script().isEmpty() ? null : evaluation.script();
      event.scope = "evaluation";
    }
    event.resource = status.resource().key();
    event.limitAccount = status.account();
    event.limit = status.limit();
    event.used = status.used();
    event.limitUsed = (float) status.share();
    event.commit();
  }
}
