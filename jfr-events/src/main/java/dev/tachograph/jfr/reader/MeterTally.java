package dev.tachograph.jfr.reader;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Resource;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known of one meter. Not thread-safe. */
final class MeterTally {
  private static final int AWAITED_BREACHES = 10_000;

  final NavigableMap<String, AccountTally> accounts = new TreeMap<>();
  final Map<Long, Fact.Running> running = new HashMap<>();
  private final Numbers ended = new Numbers();

  /** Breaches whose evaluations have not ended. */
  private final Map<Long, Breach> breaches =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Breach> eldest) {
          return size() > AWAITED_BREACHES;
        }
      };

  Fact.@Nullable MeterState state;
  Instant last = Instant.MIN;

  AccountTally account(String id) {
    return accounts.computeIfAbsent(id, key -> new AccountTally());
  }

  /** Returns the record with its breach, or {@code null} if it was read before. */
  @Nullable EvaluationRecord ended(Fact.Ended end) {
    EvaluationRecord evaluation = end.evaluation();
    ended.add(evaluation.id());
    running.remove(evaluation.id());
    Breach breach = breaches.remove(evaluation.id());
    if (!account(evaluation.account()).ended(end)) {
      return null;
    }
    return breach == null
        ? evaluation
        : new EvaluationRecord(
            evaluation.id(),
            evaluation.account(),
            evaluation.script(),
            evaluation.thread(),
            evaluation.start(),
            evaluation.duration(),
            evaluation.outcome(),
            evaluation.usage(),
            breach);
  }

  /** Returns whether it is new. */
  boolean exceeded(Fact.Exceeded fact) {
    boolean added = account(fact.account()).breaches.add(fact.sequence());
    if (added && !ended.contains(fact.evaluation())) {
      breaches.put(fact.evaluation(), fact.breach());
    }
    return added;
  }

  /** What only compiles is no evaluation by the count, and its end is not told. */
  void running(Fact.Running sample) {
    long id = sample.evaluation().id();
    boolean counts = sample.evaluation().usage().get(Resource.EVALUATIONS) != 0;
    if (counts && !ended.contains(id)) {
      running.merge(id, sample, (one, other) -> one.at().isAfter(other.at()) ? one : other);
    }
  }

  void snapshot(Fact.AccountTotals totals) {
    account(totals.account()).snapshot(totals);
    if (totals.running() == 0) {
      running
          .values()
          .removeIf(
              sample ->
                  sample.evaluation().account().equals(totals.account())
                      && sample.at().isBefore(totals.at()));
    }
  }

  void state(Fact.MeterState now) {
    Fact.MeterState known = state;
    if (known == null || !now.at().isBefore(known.at())) {
      state = now;
    }
  }
}
