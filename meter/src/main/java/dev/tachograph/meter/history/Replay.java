package dev.tachograph.meter.history;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.EvaluationRecord.Outcome;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of the recorded evaluations other limits would have stopped. Immutable and thread-safe.
 *
 * <p>What is assumed, since a record has only the end of its evaluation:
 *
 * <ul>
 *   <li>Evaluations run one after the other, in the order of their starts.
 *   <li>Each uses everything evenly from its start to its end: the limit of which it uses the
 *       largest share too much is the one that stops it, and until then it used the same part of
 *       everything else.
 *   <li>What was stopped or cancelled when it was recorded used no more than it had used by then,
 *       although with these limits it might have.
 *   <li>What was not measured stops nothing.
 *   <li>Each group has its totals for itself, nothing is used when they begin, and nothing but its
 *       recorded evaluations uses them up. Once one stopped an evaluation, later ones are denied.
 * </ul>
 *
 * @param limits which limits
 * @param evaluations how many records were replayed
 * @param skipped how many were not, because they had been denied or still ran
 * @param stops what would not have come to its end, in the order of the starts
 */
public record Replay(Limits limits, long evaluations, long skipped, List<Stop> stops) {
  /**
   * An evaluation that would have been stopped, or denied.
   *
   * @param evaluation as it was recorded
   * @param breach by which limit; of what it used, everything that it used when it was recorded
   */
  public record Stop(EvaluationRecord evaluation, Breach breach) {}

  /**
   * Replays records.
   *
   * @param grouping whose totals are limited: of each script, of each account, or of all
   * @throws IllegalArgumentException if the limits refill, or bound the total of what rises and
   *     falls: records do not say enough for these
   */
  public static Replay of(Iterable<EvaluationRecord> records, Limits limits, Grouping grouping) {
    requireReplayable(limits);
    List<EvaluationRecord> ended = new ArrayList<>();
    long skipped = 0;
    for (EvaluationRecord record : records) {
      if (record.outcome() == null || record.outcome() == Outcome.DENIED) {
        skipped++;
      } else {
        ended.add(record);
      }
    }
    ended.sort(Comparator.comparing(EvaluationRecord::start).thenComparing(EvaluationRecord::id));
    Map<String, ReplayedTotals> totals = new HashMap<>();
    List<Stop> stops = new ArrayList<>();
    for (EvaluationRecord record : ended) {
      String group = grouping.nameOf(record);
      Breach breach = totals.computeIfAbsent(group, name -> new ReplayedTotals(limits)).run(record);
      if (breach != null) {
        stops.add(new Stop(record, breach));
      }
    }
    return new Replay(limits, ended.size(), skipped, List.copyOf(stops));
  }

  /**
   * Makes sure that limits can be replayed, before records are read.
   *
   * @throws IllegalArgumentException as {@link #of}
   */
  public static void requireReplayable(Limits limits) {
    if (!limits.refills().isEmpty()) {
      throw new IllegalArgumentException(
          "%s%s cannot be replayed: leave refills out"
              .formatted(Limits.REFILL_PREFIX, limits.refills().keySet().iterator().next().key()));
    }
    for (Resource resource : Resource.all()) {
      if (resource.kind() == Resource.Kind.LEVEL && limits.total(resource).isPresent()) {
        throw new IllegalArgumentException(
            "%s%s cannot be replayed: records do not say what was held at the same time"
                .formatted(Limits.TOTAL_PREFIX, resource.key()));
      }
    }
  }

  /** How many would have been stopped while they ran. */
  public long stopped() {
    return stops.size() - denied();
  }

  /** How many would not have been admitted. */
  public long denied() {
    return stops.stream().filter(stop -> stop.breach().denied()).count();
  }

  /** A stable form for machines. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("limits", limits.toMap());
    map.put("evaluations", evaluations);
    map.put("skipped", skipped);
    map.put("stopped", stopped());
    map.put("denied", denied());
    List<Map<String, @Nullable Object>> list = new ArrayList<>();
    for (Stop stop : stops) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("id", stop.evaluation().id());
      one.put("account", stop.evaluation().account());
      one.put("script", stop.evaluation().script());
      one.put("start", stop.evaluation().start().toString());
      one.put("breach", stop.breach().toMap());
      list.add(one);
    }
    map.put("stops", list);
    return map;
  }
}
