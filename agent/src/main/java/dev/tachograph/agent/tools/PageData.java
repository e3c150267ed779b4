package dev.tachograph.agent.tools;

import dev.tachograph.jfr.reader.AccountFigures;
import dev.tachograph.jfr.reader.FlightRecord;
import dev.tachograph.jfr.reader.MeterFigures;
import dev.tachograph.jfr.reader.RecordedBreach;
import dev.tachograph.jfr.reader.ScriptFigures;
import dev.tachograph.jfr.reader.TimeLine;
import dev.tachograph.meter.Breach;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the report page shows, as JSON: little enough for a browser, however much was recorded. Rows
 * are lists, in the order that the page's script knows.
 */
final class PageData {
  /** Rows of a table; those that cost least are left out. */
  static final int ROWS = 2000;

  private PageData() {}

  /**
   * Makes the data.
   *
   * @param sources the recordings, as the user named them
   */
  static Map<String, @Nullable Object> of(
      List<String> sources, FlightRecord record, List<TimeLine> timeLines) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("sources", sources.stream().map(PageValues::text).toList());
    data.put("resources", Resource.all().stream().map(PageData::resource).toList());
    data.put("totals", PageValues.usage(record.totals()));
    data.put("meters", record.meters().stream().limit(ROWS).map(PageData::meter).toList());
    data.put("accounts", costly(record.accounts(), AccountFigures::usage, PageData::account));
    data.put("scripts", costly(record.scripts(), ScriptFigures::usage, PageData::script));
    data.put("profile", record.profile().isEmpty() ? null : PageFunctions.of(record.profile()));
    data.put("breaches", breaches(record));
    data.put("running", costly(record.running(), EvaluationRecord::usage, PageData::running));
    data.put("lines", PageLines.of(record, timeLines));
    data.put("recommended", PageRecommendations.of(record.history()));
    data.put("evaluations", record.evaluations().toMap());
    data.put("breachEvents", record.breachCoverage().toMap());
    data.put("missing", RecordWords.missing(record));
    return data;
  }

  private static Map<String, @Nullable Object> resource(Resource resource) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("key", resource.key());
    map.put("unit", resource.unit().name());
    map.put("kind", resource.kind().name());
    return map;
  }

  private static List<@Nullable Object> meter(MeterFigures meter) {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(meter.pid() == 0 ? null : meter.pid());
    row.add(PageValues.text(String.join(", ", meter.rhinoVersions())));
    row.add(meter.recordedSince() == null ? null : meter.recordedSince().toEpochMilli());
    row.add(meter.last().toEpochMilli());
    row.add(meter.refusedClasses());
    return row;
  }

  private static List<@Nullable Object> account(AccountFigures account) {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(PageValues.text(account.account()));
    row.add(PageValues.text(account.parent()));
    row.add(PageValues.text(account.limits()));
    row.add(PageValues.number(account.breaches().all()));
    row.add(PageValues.number(account.evaluations().lost()));
    row.addAll(PageValues.usage(account.usage()));
    return row;
  }

  private static List<@Nullable Object> script(ScriptFigures script) {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(PageValues.text(script.script()));
    row.add(PageValues.text(script.account()));
    row.add(PageValues.number(script.unknown()));
    row.addAll(PageValues.usage(script.usage()));
    return row;
  }

  private static List<@Nullable Object> running(EvaluationRecord evaluation) {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(PageValues.text(evaluation.script()));
    row.add(PageValues.text(evaluation.account()));
    row.add(PageValues.text(evaluation.thread()));
    row.add(evaluation.start().toEpochMilli());
    row.addAll(PageValues.usage(evaluation.usage()));
    return row;
  }

  private static Map<String, @Nullable Object> breaches(FlightRecord record) {
    List<RecordedBreach> all = record.breaches();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = all.size() - 1; i >= 0 && rows.size() < ROWS; i--) {
      rows.add(breach(all.get(i)));
    }
    return table(rows, Math.max(0, record.breachCoverage().all() - rows.size()));
  }

  private static List<@Nullable Object> breach(RecordedBreach recorded) {
    Breach breach = recorded.breach();
    Breach.Position position = breach.position();
    List<@Nullable Object> row = new ArrayList<>();
    row.add(recorded.at().toEpochMilli());
    row.add(PageValues.text(breach.account()));
    row.add(PageValues.text(breach.script()));
    row.add(breach.kind().key());
    row.add(breach.limitKey());
    row.add(breach.resource().ordinal());
    row.add(PageValues.number(breach.used()));
    row.add(PageValues.number(breach.limit()));
    row.add(position == null ? null : PageValues.text(position.source()));
    row.add(position == null || position.line() == 0 ? null : position.line());
    row.add(position == null ? null : PageValues.text(position.function()));
    row.add(PageValues.text(breach.message()));
    return row;
  }

  /** The rows that cost most, these first. */
  private static <T> Map<String, @Nullable Object> costly(
      List<T> all, Function<T, Usage> usage, Function<T, List<@Nullable Object>> row) {
    List<List<@Nullable Object>> rows =
        all.stream().sorted(RecordWords.byFuel(usage)).limit(ROWS).map(row).toList();
    return table(rows, all.size() - rows.size());
  }

  /**
   * @param left how many rows are left out
   */
  static Map<String, @Nullable Object> table(List<List<@Nullable Object>> rows, long left) {
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    table.put("rows", rows);
    table.put("left", left);
    return table;
  }
}
