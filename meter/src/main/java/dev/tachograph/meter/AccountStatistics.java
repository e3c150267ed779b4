package dev.tachograph.meter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the evaluations of an account ended, and the last of them. With the ledger's lock held. */
final class AccountStatistics {
  private final long[] byOutcome = new long[EvaluationRecord.Outcome.values().length];
  private final long[] largest = new long[Resource.all().size()];
  private final Deque<EvaluationRecord> history = new ArrayDeque<>(1);
  private long nanos;

  /** Keeps so many records at most; those that are too many go, the oldest first. */
  void trim(int historySize) {
    while (history.size() > historySize) {
      history.removeFirst();
    }
  }

  /**
   * @param historySize how many records are kept
   */
  void add(EvaluationRecord ended, int historySize) {
    EvaluationRecord.@Nullable Outcome outcome = ended.outcome();
    if (outcome == null) {
      return;
    }
    byOutcome[outcome.ordinal()]++;
    if (outcome != EvaluationRecord.Outcome.DENIED) {
      nanos = Resource.WALL_TIME.combine(nanos, ended.duration().toNanos());
      for (Resource resource : Resource.all()) {
        int i = resource.ordinal();
        largest[i] = Math.max(largest[i], ended.usage().get(resource));
      }
    }
    if (historySize > 0) {
      history.addLast(ended);
      trim(historySize);
    }
  }

  List<EvaluationRecord> history() {
    return new ArrayList<>(history);
  }

  /** Adds what happened elsewhere or earlier. */
  void restore(Statistics earlier, List<EvaluationRecord> records, int historySize) {
    byOutcome[EvaluationRecord.Outcome.COMPLETED.ordinal()] += earlier.completed();
    byOutcome[EvaluationRecord.Outcome.FAILED.ordinal()] += earlier.failed();
    byOutcome[EvaluationRecord.Outcome.LIMIT_EXCEEDED.ordinal()] += earlier.limitExceeded();
    byOutcome[EvaluationRecord.Outcome.DENIED.ordinal()] += earlier.denied();
    byOutcome[EvaluationRecord.Outcome.CANCELLED.ordinal()] += earlier.cancelled();
    nanos = Resource.WALL_TIME.combine(nanos, earlier.totalDuration().toNanos());
    for (Resource resource : Resource.all()) {
      int i = resource.ordinal();
      largest[i] = Math.max(largest[i], earlier.largest().get(resource));
    }
    List<EvaluationRecord> later = history();
    history.clear();
    history.addAll(records);
    history.addAll(later);
    trim(Math.max(0, historySize));
  }

  Statistics read() {
    return Statistics.of(byOutcome, nanos, Usage.of(largest));
  }

  void reset() {
    Arrays.fill(byOutcome, 0);
    Arrays.fill(largest, 0);
    history.clear();
    nanos = 0;
  }
}
