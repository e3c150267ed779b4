package dev.tachograph.agent.tools;

import dev.tachograph.jfr.reader.AccountFigures;
import dev.tachograph.jfr.reader.FlightRecord;
import dev.tachograph.jfr.reader.RecordedBreach;
import dev.tachograph.jfr.reader.ScriptFigures;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.attribution.CallSite;
import dev.tachograph.meter.attribution.Cost;
import dev.tachograph.meter.attribution.FunctionCost;
import dev.tachograph.meter.history.Records;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record as files for spreadsheets. */
final class RecordTables {
  private static final List<String> BREACH =
      List.of(
          "at",
          "evaluation",
          "evaluationAccount",
          "kind",
          "resource",
          "scope",
          "limit",
          "used",
          "requested",
          "account",
          "script",
          "source",
          "function",
          "line");

  private RecordTables() {}

  /** Writes into a directory, which is made if it is not there. */
  static void write(FlightRecord record, Path directory) throws IOException {
    Files.createDirectories(directory);
    table(
        directory.resolve("accounts.csv"),
        withResources(List.of("id", "parent"), List.of("limits")),
        record.accounts().stream().map(AccountFigures::toMap).toList());
    table(
        directory.resolve("scripts.csv"),
        withResources(List.of("name", "account"), List.of("ended", "unknown")),
        record.scripts().stream().map(ScriptFigures::toMap).toList());
    table(
        directory.resolve("functions.csv"),
        withCosts(List.of("account", "script", "function", "line"), "self", "total"),
        record.profile().functions().stream().map(RecordTables::function).toList());
    table(
        directory.resolve("lines.csv"),
        withCosts(List.of("account", "script", "function", "functionLine", "line"), ""),
        SourceLine.of(record.profile()).stream().map(RecordTables::line).toList());
    table(
        directory.resolve("breaches.csv"),
        BREACH,
        record.breaches().stream().map(RecordedBreach::toMap).toList());
    try (Writer out = writer(directory.resolve("evaluations.csv"))) {
      Records.writeCsv(record.history(), out);
    }
  }

  private static List<String> withResources(List<String> before, List<String> after) {
    List<String> columns = new ArrayList<>(before);
    Resource.all().forEach(resource -> columns.add(resource.jsonKey()));
    columns.addAll(after);
    return columns;
  }

  private static List<String> withCosts(List<String> before, String... prefixes) {
    List<String> columns = new ArrayList<>(before);
    for (String prefix : prefixes) {
      columns.addAll(costs(prefix, Cost.NONE).keySet());
    }
    return columns;
  }

  private static Map<String, @Nullable Object> function(FunctionCost function) {
    Map<String, @Nullable Object> row = function.toMap();
    row.putAll(costs("self", function.self()));
    row.putAll(costs("total", function.total()));
    return row;
  }

  private static Map<String, @Nullable Object> line(SourceLine line) {
    CallSite site = line.site();
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("account", line.account());
    row.put("script", site == null ? null : site.source());
    row.put("function", site == null ? null : site.function());
    row.put("functionLine", site == null || site.line() == 0 ? null : site.line());
    row.put("line", line.line() == 0 ? null : line.line());
    row.putAll(line.self().toMap());
    return row;
  }

  /** The costs under names with a prefix: {@code selfIterations}. */
  private static Map<String, Long> costs(String prefix, Cost cost) {
    Map<String, Long> named = new LinkedHashMap<>();
    cost.toMap()
        .forEach(
            (key, value) ->
                named.put(
                    prefix.isEmpty()
                        ? key
                        : prefix + Character.toUpperCase(key.charAt(0)) + key.substring(1),
                    value));
    return named;
  }

  private static void table(Path file, List<String> columns, List<? extends Map<String, ?>> rows)
      throws IOException {
    try (Writer out = writer(file)) {
      Records.writeTable(columns, rows, out);
    }
  }

  private static Writer writer(Path file) throws IOException {
    return Files.newBufferedWriter(file, StandardCharsets.UTF_8);
  }
}
