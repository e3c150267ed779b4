package dev.tachograph.agent.tools;

import dev.tachograph.meter.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is to be shown of readings.
 *
 * @param jvm its name, as it was given
 * @param sort what rows are sorted by
 * @param limit so many rows
 * @param accounts whether accounts are shown
 * @param scripts whether scripts are shown
 */
record TopView(String jvm, SortKey sort, int limit, boolean accounts, boolean scripts) {
  /** The lines above all tables, and below. */
  private static final int HEAD = 3;

  /** Those above a table. */
  private static final int TITLES = 2;

  /** With as many rows as fit into so many lines of a terminal. */
  TopView fit(int lines) {
    int tables = accounts && scripts ? 2 : 1;
    int rows = Math.max(1, (lines - HEAD - TITLES * tables) / tables);
    return new TopView(jvm, sort, rows, accounts, scripts);
  }

  /** How many rows have to be read: who has the highest rate is known when all are there. */
  int read() {
    return sort.perSecond() ? Integer.MAX_VALUE : limit;
  }

  /** The accounts in their order. */
  List<LiveRow> accounts(LiveReading now, LiveRates rates) {
    Resource by = sort.resource();
    return first(sort.sort(now.accounts(), row -> rates.account(row, by).orElse(-1)));
  }

  /** The scripts in their order. */
  List<LiveRow> scripts(LiveReading now, LiveRates rates) {
    Resource by = sort.resource();
    return first(sort.sort(now.scripts(), row -> rates.script(row, by).orElse(-1)));
  }

  private List<LiveRow> first(List<LiveRow> rows) {
    return rows.subList(0, Math.min(limit, rows.size()));
  }

  /** The JSON object of a reading: the keys of the report, and rates. */
  Map<String, @Nullable Object> toMap(LiveReading now, LiveRates rates) {
    boolean rated = rates.seconds() > 0;
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("jvm", jvm);
    map.put("tachograph", now.version());
    map.put("time", now.at().toString());
    map.put("seconds", rated ? rates.seconds() : null);
    map.put("totals", now.totals().toMap());
    map.put("rates", rated ? rates.totalMap(now) : null);
    if (accounts) {
      map.put("accountCount", now.accountCount());
      map.put("accounts", rows(accounts(now, rates), row -> account(row, now, rates, rated)));
    }
    if (scripts) {
      map.put("scripts", rows(scripts(now, rates), row -> script(row, rates, rated)));
    }
    map.put("running", now.running().stream().map(LiveEvaluation::toMap).toList());
    map.put("suspended", now.suspended());
    map.put("weaving", now.weaving());
    map.put("unmetered", now.unmetered());
    return map;
  }

  private static List<Object> rows(
      List<LiveRow> rows, Function<LiveRow, Map<String, @Nullable Object>> form) {
    List<Object> maps = new ArrayList<>();
    rows.forEach(row -> maps.add(form.apply(row)));
    return maps;
  }

  private static Map<String, @Nullable Object> account(
      LiveRow row, LiveReading now, LiveRates rates, boolean rated) {
    Map<String, @Nullable Object> map = line("id", row);
    map.put("limits", row.limits());
    map.put("limitsUsedPercent", row.share());
    map.put("suspended", now.suspended().get(row.name()));
    map.put("rates", rated ? rates.accountMap(row) : null);
    return map;
  }

  private static Map<String, @Nullable Object> script(LiveRow row, LiveRates rates, boolean rated) {
    Map<String, @Nullable Object> map = line("name", row);
    map.put("rates", rated ? rates.scriptMap(row) : null);
    return map;
  }

  private static Map<String, @Nullable Object> line(String key, LiveRow row) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put(key, row.name());
    map.putAll(row.usage().toMap());
    map.put("running", row.running());
    return map;
  }
}
