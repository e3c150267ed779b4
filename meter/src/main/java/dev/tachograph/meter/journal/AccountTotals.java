package dev.tachograph.meter.journal;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Statistics;
import dev.tachograph.meter.Usage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the notes of a journal add up to for one account. Not thread-safe. */
final class AccountTotals {
  private static final Statistics NOTHING =
      new Statistics(0, 0, 0, 0, 0, Duration.ZERO, Usage.none());

  final String id;
  @Nullable String parent;
  private Usage usage = Usage.none();
  private String limits = "";
  private String allowance = "";
  private Statistics statistics = NOTHING;
  private final Deque<EvaluationRecord> history = new ArrayDeque<>(1);

  /** Up to where this process knows the limits and the allowance; nothing of it is written. */
  long limitsVersion = -1;

  long allowanceVersion = -1;

  AccountTotals(String id) {
    this.id = id;
  }

  Usage usage() {
    return usage;
  }

  void charge(Usage more) {
    usage = usage.plus(more);
  }

  String limits() {
    return limits;
  }

  void setLimits(String text) {
    limits = text;
  }

  String allowance() {
    return allowance;
  }

  void setAllowance(String text) {
    allowance = text;
  }

  Statistics statistics() {
    return statistics;
  }

  List<EvaluationRecord> history() {
    return new ArrayList<>(history);
  }

  /** Puts back what a file began with. */
  void restore(Usage total, Statistics ended, List<EvaluationRecord> records) {
    usage = total;
    statistics = ended;
    history.clear();
    history.addAll(records);
  }

  /** An evaluation ended. What was only compiled is none. */
  void note(EvaluationRecord ended, int historySize) {
    EvaluationRecord.Outcome outcome = Objects.requireNonNull(ended.outcome());
    boolean denied = outcome == EvaluationRecord.Outcome.DENIED;
    if (!denied && ended.usage().get(Resource.EVALUATIONS) == 0) {
      return;
    }
    Statistics s = statistics;
    statistics =
        new Statistics(
            s.completed() + one(outcome, EvaluationRecord.Outcome.COMPLETED),
            s.failed() + one(outcome, EvaluationRecord.Outcome.FAILED),
            s.limitExceeded() + one(outcome, EvaluationRecord.Outcome.LIMIT_EXCEEDED),
            s.denied() + one(outcome, EvaluationRecord.Outcome.DENIED),
            s.cancelled() + one(outcome, EvaluationRecord.Outcome.CANCELLED),
            denied ? s.totalDuration() : s.totalDuration().plus(ended.duration()),
            denied ? s.largest() : Usages.largest(s.largest(), ended.usage()));
    history.addLast(ended);
    while (history.size() > historySize) {
      history.removeFirst();
    }
  }

  private static int one(EvaluationRecord.Outcome outcome, EvaluationRecord.Outcome counted) {
    return outcome == counted ? 1 : 0;
  }

  /** Starts from nothing; the limits stay. */
  void reset() {
    restore(Usage.none(), NOTHING, List.of());
    allowance = "";
  }
}
