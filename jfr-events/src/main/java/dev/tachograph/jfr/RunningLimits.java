package dev.tachograph.jfr;

import dev.tachograph.meter.AccountStanding;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Ledger;
import dev.tachograph.meter.LimitStatus;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** How the limits on an evaluation that runs stand. */
final class RunningLimits {
  private RunningLimits() {}

  /** Those that bound it alone, of its account and of the parents; measured ones if known. */
  static List<LimitStatus> of(Ledger ledger, EvaluationRecord evaluation) {
    List<LimitStatus> all = new ArrayList<>();
    AccountStanding standing = ledger.standing(evaluation.account());
    while (standing != null) {
      add(standing, evaluation.usage(), all);
      standing = standing.parent() == null ? null : ledger.standing(standing.parent());
    }
    return all;
  }

  private static void add(AccountStanding standing, Usage usage, List<LimitStatus> all) {
    for (Resource resource : Resource.all()) {
      OptionalLong limit = standing.limits().perEvaluation(resource);
      long used = usage.get(resource);
      if (limit.isPresent() && used != Usage.UNKNOWN) {
        long left = Math.max(0, limit.getAsLong() - used);
        all.add(new LimitStatus(standing.account(), resource, used, limit.getAsLong(), left));
      }
    }
  }

  /** The one of all limits on it of which most is used. */
  static Nearest nearest(Ledger ledger, EvaluationRecord evaluation) {
    Nearest nearest = new Nearest(null, 0);
    for (LimitStatus status : of(ledger, evaluation)) {
      nearest = nearest.or(Limits.PER_EVALUATION_PREFIX, status);
    }
    return nearest;
  }
}
