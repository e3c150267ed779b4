package dev.tachograph.jfr.reader;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Usage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sums up what is known of meters. */
final class Summary {
  private record ScriptOfAccount(String script, String account) {}

  private final Map<Long, MeterTally> meters;

  Summary(Map<Long, MeterTally> meters) {
    this.meters = meters;
  }

  FlightRecord record(
      Collection<EvaluationRecord> history,
      Collection<RecordedBreach> breaches,
      CostProfile profile,
      long lostBytes,
      long unreadable) {
    List<AccountFigures> accounts = accounts();
    Usage totals = accounts.stream().map(AccountFigures::usage).reduce(Usage.none(), Usage::plus);
    return new FlightRecord(
        totals,
        accounts,
        scripts(),
        List.copyOf(breaches),
        List.copyOf(history),
        running(),
        jvms(),
        profile,
        lostBytes,
        unreadable);
  }

  private List<AccountFigures> accounts() {
    Map<String, AccountFigures> all = new TreeMap<>();
    for (MeterTally meter : meters.values()) {
      meter.accounts.forEach((id, tally) -> all.merge(id, figures(id, tally), Summary::plus));
    }
    return new ArrayList<>(all.values());
  }

  private static AccountFigures figures(String id, AccountTally tally) {
    return new AccountFigures(
        id,
        tally.parent,
        tally.usage(),
        tally.limits,
        tally.ends.coverage(),
        tally.breaches.coverage());
  }

  private static AccountFigures plus(AccountFigures one, AccountFigures other) {
    return new AccountFigures(
        one.account(),
        one.parent() == null ? other.parent() : one.parent(),
        one.usage().plus(other.usage()),
        one.limits() == null ? other.limits() : one.limits(),
        one.evaluations().plus(other.evaluations()),
        one.breaches().plus(other.breaches()));
  }

  private List<ScriptFigures> scripts() {
    Map<ScriptOfAccount, ScriptFigures> all =
        new TreeMap<>(
            Comparator.comparing(ScriptOfAccount::script).thenComparing(ScriptOfAccount::account));
    for (MeterTally meter : meters.values()) {
      meter.accounts.forEach(
          (account, tally) ->
              tally.scripts.forEach(
                  (script, figures) ->
                      all.merge(
                          new ScriptOfAccount(script, account),
                          new ScriptFigures(
                              script, account, figures.usage(), figures.ends(), figures.unknown()),
                          ScriptFigures::plus)));
    }
    return new ArrayList<>(all.values());
  }

  private List<EvaluationRecord> running() {
    return meters.values().stream()
        .flatMap(meter -> meter.running.values().stream())
        .map(Fact.Running::evaluation)
        .sorted(Comparator.comparing(EvaluationRecord::start))
        .toList();
  }

  List<MeterFigures> jvms() {
    List<MeterFigures> all = new ArrayList<>();
    meters.forEach(
        (id, meter) -> {
          Fact.MeterState state = meter.state;
          all.add(
              state == null
                  ? new MeterFigures(id, 0, null, meter.last, 0, List.of())
                  : new MeterFigures(
                      id,
                      state.pid(),
                      state.recordedSince(),
                      meter.last,
                      state.refusedClasses(),
                      state.rhinoVersions()));
        });
    return all;
  }
}
