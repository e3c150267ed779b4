package dev.tachograph.jfr.reader;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Usage;
import dev.tachograph.meter.attribution.FunctionCost;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a reader knows: what ran, what it cost, what was stopped, and what is missing. Immutable and
 * thread-safe.
 *
 * @param totals the sum over all accounts
 * @param accounts by their ids
 * @param scripts by their names and accounts
 * @param breaches the last ones, in the order of reading
 * @param history the last evaluations that ended, in the order of reading
 * @param running evaluations that were seen running and not ending; their usage is in no total
 * @param meters the JVMs
 * @param profile what functions cost; empty where attribution is off
 * @param lostBytes what Flight Recorder itself says that it lost, of any events; 0 where it was not
 *     asked
 * @param unreadable events of another version
 */
public record FlightRecord(
    Usage totals,
    List<AccountFigures> accounts,
    List<ScriptFigures> scripts,
    List<RecordedBreach> breaches,
    List<EvaluationRecord> history,
    List<EvaluationRecord> running,
    List<MeterFigures> meters,
    CostProfile profile,
    long lostBytes,
    long unreadable) {
  /** Copies. */
  public FlightRecord {
    accounts = List.copyOf(accounts);
    scripts = List.copyOf(scripts);
    breaches = List.copyOf(breaches);
    history = List.copyOf(history);
    running = List.copyOf(running);
    meters = List.copyOf(meters);
  }

  /** How many ends of evaluations were read. */
  public Coverage evaluations() {
    return accounts.stream().map(AccountFigures::evaluations).reduce(Coverage.NONE, Coverage::plus);
  }

  /** How many breaches were read. */
  public Coverage breachCoverage() {
    return accounts.stream().map(AccountFigures::breaches).reduce(Coverage.NONE, Coverage::plus);
  }

  /** A stable form for machines, without the history. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> missing = new LinkedHashMap<>();
    missing.put("ended", evaluations().toMap());
    missing.put("breaches", breachCoverage().toMap());
    missing.put("bytes", lostBytes);
    missing.put("unreadable", unreadable);
    missing.put("functions", profile.unkept());
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("totals", totals.toMap());
    map.put("accounts", accounts.stream().map(AccountFigures::toMap).toList());
    map.put("scripts", scripts.stream().map(ScriptFigures::toMap).toList());
    map.put("breaches", breaches.stream().map(RecordedBreach::toMap).toList());
    map.put("running", running.stream().map(EvaluationRecord::toMap).toList());
    map.put("meters", meters.stream().map(MeterFigures::toMap).toList());
    map.put("functions", profile.functions().stream().map(FunctionCost::toMap).toList());
    map.put("missing", missing);
    return map;
  }
}
