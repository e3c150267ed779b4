package dev.tachograph.meter.history;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Resource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes records by RFC 4180. */
final class Csv {
  private static final List<String> ABOUT =
      List.of("id", "account", "script", "thread", "start", "durationNanos", "outcome");
  private static final List<String> BREACH =
      List.of(
          "kind",
          "resource",
          "scope",
          "limit",
          "used",
          "requested",
          "remaining",
          "account",
          "source",
          "function",
          "line");

  private final Appendable out;

  Csv(Appendable out) {
    this.out = out;
  }

  void header() throws IOException {
    List<@Nullable Object> names = new ArrayList<>(ABOUT);
    Resource.all().forEach(resource -> names.add(resource.jsonKey()));
    BREACH.forEach(
        key -> names.add("breach" + Character.toUpperCase(key.charAt(0)) + key.substring(1)));
    write(names);
  }

  void row(EvaluationRecord record) throws IOException {
    Map<String, @Nullable Object> map = record.toMap();
    Map<String, @Nullable Long> usage = record.usage().toMap();
    Map<String, @Nullable Object> breach =
        record.breach() == null ? Map.of() : record.breach().toMap();
    List<@Nullable Object> fields = new ArrayList<>();
    ABOUT.forEach(key -> fields.add(map.get(key)));
    Resource.all().forEach(resource -> fields.add(usage.get(resource.jsonKey())));
    BREACH.forEach(key -> fields.add(breach.get(key)));
    write(fields);
  }

  /** A header and a row of any table: the columns in their order, out of each map. */
  void table(List<String> columns, Iterable<? extends Map<String, ?>> rows) throws IOException {
    write(new ArrayList<>(columns));
    for (Map<String, ?> row : rows) {
      List<@Nullable Object> fields = new ArrayList<>();
      columns.forEach(column -> fields.add(row.get(column)));
      write(fields);
    }
  }

  private void write(List<@Nullable Object> fields) throws IOException {
    String separator = "";
    for (Object field : fields) {
      out.append(separator).append(field == null ? "" : quoted(field.toString()));
      separator = ",";
    }
    out.append("\r\n");
  }

  private static String quoted(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
