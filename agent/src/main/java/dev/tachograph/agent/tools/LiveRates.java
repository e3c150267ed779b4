package dev.tachograph.agent.tools;

import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What was used per second between two readings. */
final class LiveRates {
  private static final double SECOND = 1e9;

  private final double seconds;
  private final Map<String, Usage> accounts;
  private final Map<String, Usage> scripts;
  private final @Nullable Usage totals;

  /**
   * @param before the earlier reading; {@code null} if there is none, and then no rate is known
   */
  LiveRates(@Nullable LiveReading before, LiveReading now) {
    seconds = before == null ? 0 : (now.nanos() - before.nanos()) / SECOND;
    accounts = before == null ? Map.of() : usages(before.accounts());
    scripts = before == null ? Map.of() : usages(before.scripts());
    totals = before == null ? null : before.totals();
  }

  private static Map<String, Usage> usages(List<LiveRow> rows) {
    Map<String, Usage> usages = new HashMap<>();
    rows.forEach(row -> usages.put(row.name(), row.usage()));
    return usages;
  }

  /** The time between both; 0 if there was no earlier one. */
  double seconds() {
    return seconds;
  }

  /** Of an account, in the resource's unit per second. */
  OptionalDouble account(LiveRow row, Resource resource) {
    return rate(accounts.get(row.name()), row.usage(), resource);
  }

  /** Of a script. */
  OptionalDouble script(LiveRow row, Resource resource) {
    return rate(scripts.get(row.name()), row.usage(), resource);
  }

  /** Of all scripts. */
  OptionalDouble total(LiveReading now, Resource resource) {
    return rate(totals, now.totals(), resource);
  }

  /**
   * Unknown of what was not there before, and of what does not add up. An account that was closed
   * and opened again, or reset, starts from 0.
   */
  private OptionalDouble rate(@Nullable Usage before, Usage now, Resource resource) {
    if (before == null
        || seconds <= 0
        || resource.kind() != Resource.Kind.SUM
        || before.get(resource) == Usage.UNKNOWN
        || now.get(resource) == Usage.UNKNOWN) {
      return OptionalDouble.empty();
    }
    long used = now.get(resource) - before.get(resource);
    return OptionalDouble.of((used < 0 ? now.get(resource) : used) / seconds);
  }

  /** All of them for JSON, by its keys; what is unknown is {@code null}. */
  Map<String, @Nullable Double> accountMap(LiveRow row) {
    return map(accounts.get(row.name()), row.usage());
  }

  /** The same of a script. */
  Map<String, @Nullable Double> scriptMap(LiveRow row) {
    return map(scripts.get(row.name()), row.usage());
  }

  /** The same of all scripts. */
  Map<String, @Nullable Double> totalMap(LiveReading now) {
    return map(totals, now.totals());
  }

  private Map<String, @Nullable Double> map(@Nullable Usage before, Usage now) {
    Map<String, @Nullable Double> map = new LinkedHashMap<>();
    for (Resource resource : Resource.all()) {
      if (resource.kind() == Resource.Kind.SUM) {
        OptionalDouble rate = rate(before, now, resource);
        map.put(resource.jsonKey(), rate.isPresent() ? rate.getAsDouble() : null);
      }
    }
    return map;
  }
}
