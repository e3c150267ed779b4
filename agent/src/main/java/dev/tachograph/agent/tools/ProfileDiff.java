package dev.tachograph.agent.tools;

import dev.tachograph.jfr.reader.AccountFigures;
import dev.tachograph.jfr.reader.FlightRecord;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.attribution.CallSite;
import dev.tachograph.meter.attribution.FunctionCost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which functions cost more in one record than in another, over all accounts or some.
 *
 * <p>A function is the same if script, name and line are, or else if it is the only one of that
 * script and name that is left in both: what is written above a function moves it.
 */
final class ProfileDiff {
  /** The accounts that are compared. */
  final Set<String> accounts;

  /** How many evaluations of theirs ended; 0 if that is not known. */
  final long evaluationsBefore;

  final long evaluationsAfter;

  /** All functions; what got more expensive by itself comes first. */
  final List<FunctionChange> functions;

  private final Measure by;

  private record Name(String source, String function) {}

  /**
   * @param wanted accounts; all of them if it is empty
   * @param by what the order of functions goes by
   */
  ProfileDiff(FlightRecord before, FlightRecord after, Set<String> wanted, Measure by) {
    this.by = by;
    accounts = new TreeSet<>();
    List<FunctionCost> one = functions(before, wanted);
    List<FunctionCost> other = functions(after, wanted);
    evaluationsBefore = evaluations(before);
    evaluationsAfter = evaluations(after);
    functions = new ArrayList<>(matched(merged(one), merged(other)));
    functions.sort(
        Comparator.comparing((FunctionChange function) -> -self(function).by())
            .thenComparing(function -> -total(function).by()));
  }

  private List<FunctionCost> functions(FlightRecord record, Set<String> wanted) {
    List<FunctionCost> functions =
        record.profile().functions().stream()
            .filter(function -> wanted.isEmpty() || wanted.contains(function.account()))
            .toList();
    functions.forEach(function -> accounts.add(function.account()));
    return functions;
  }

  private long evaluations(FlightRecord record) {
    return record.accounts().stream()
        .filter(account -> accounts.contains(account.account()))
        .map(AccountFigures::usage)
        .mapToLong(usage -> usage.get(Resource.EVALUATIONS))
        .sum();
  }

  /** Over all accounts. */
  private static Map<@Nullable CallSite, FunctionCost> merged(List<FunctionCost> functions) {
    Map<@Nullable CallSite, FunctionCost> sites = new LinkedHashMap<>();
    for (FunctionCost function : functions) {
      sites.merge(
          function.site(),
          function,
          (a, b) ->
              new FunctionCost("", a.site(), a.self().plus(b.self()), a.total().plus(b.total())));
    }
    return sites;
  }

  private static List<FunctionChange> matched(
      Map<@Nullable CallSite, FunctionCost> before, Map<@Nullable CallSite, FunctionCost> after) {
    List<FunctionChange> changes = new ArrayList<>();
    before
        .entrySet()
        .removeIf(
            function -> {
              FunctionCost now = after.remove(function.getKey());
              if (now != null) {
                changes.add(new FunctionChange(function.getValue(), now));
              }
              return now != null;
            });
    Map<Name, List<FunctionCost>> moved = byName(before);
    Map<Name, List<FunctionCost>> there = byName(after);
    moved.forEach(
        (name, were) -> {
          List<FunctionCost> are = there.getOrDefault(name, List.of());
          if (were.size() == 1 && are.size() == 1) {
            changes.add(new FunctionChange(were.get(0), are.get(0)));
            there.remove(name);
          } else {
            were.forEach(gone -> changes.add(new FunctionChange(gone, null)));
          }
        });
    there.values().stream()
        .flatMap(List::stream)
        .forEach(added -> changes.add(new FunctionChange(null, added)));
    return changes;
  }

  private static Map<Name, List<FunctionCost>> byName(
      Map<@Nullable CallSite, FunctionCost> functions) {
    Map<Name, List<FunctionCost>> names = new LinkedHashMap<>();
    functions.forEach(
        (site, cost) -> {
          Name name = site == null ? new Name("", "") : new Name(site.source(), site.function());
          names.computeIfAbsent(name, fresh -> new ArrayList<>()).add(cost);
        });
    return names;
  }

  /** What the order goes by first. */
  Change self(FunctionChange function) {
    return of(function.selfBefore(by), function.selfAfter(by));
  }

  Change total(FunctionChange function) {
    return of(function.totalBefore(by), function.totalAfter(by));
  }

  boolean isPerEvaluation() {
    return evaluationsBefore > 0 && evaluationsAfter > 0;
  }

  Change of(long before, long after) {
    return isPerEvaluation()
        ? new Change(
            before, after, (double) before / evaluationsBefore, (double) after / evaluationsAfter)
        : new Change(before, after, null, null);
  }

  /** A stable form for machines. */
  Map<String, @Nullable Object> toMap(int limit) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("by", by.toString());
    map.put("accounts", List.copyOf(accounts));
    map.put("evaluationsBefore", evaluationsBefore == 0 ? null : evaluationsBefore);
    map.put("evaluationsAfter", evaluationsAfter == 0 ? null : evaluationsAfter);
    map.put(
        "functions",
        functions.stream().limit(limit).map(function -> function.toMap(this)).toList());
    map.put("left", Math.max(0, functions.size() - limit));
    return map;
  }
}
