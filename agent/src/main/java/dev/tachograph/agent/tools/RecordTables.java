package dev.tachograph.agent.tools;

import dev.tachograph.jfr.reader.AccountFigures;
import dev.tachograph.jfr.reader.FlightRecord;
import dev.tachograph.jfr.reader.RecordedBreach;
import dev.tachograph.jfr.reader.ScriptFigures;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.history.Records;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
