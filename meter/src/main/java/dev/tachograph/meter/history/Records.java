package dev.tachograph.meter.history;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records of evaluations as text: JSON lines, which can be read again, and CSV for spreadsheets.
 * Both are to be written in UTF-8.
 */
public final class Records {
  private Records() {}

  /**
   * Writes one JSON object per record, each in a line of its own that ends with a line feed. Its
   * keys are those of {@link EvaluationRecord#toMap}.
   *
   * @throws IOException if {@code out} does
   */
  public static void writeJsonLines(Iterable<EvaluationRecord> records, Appendable out)
      throws IOException {
    for (EvaluationRecord record : records) {
      out.append(Json.compact(record.toMap())).append('\n');
    }
  }

  /**
   * Reads what {@link #writeJsonLines} wrote, also several such texts one after the other. Empty
   * lines and keys that are not known do not matter; counts that are missing are unknown.
   *
   * @throws IOException if {@code in} does
   * @throws IllegalArgumentException if a line is no record; the message starts with its number
   */
  public static List<EvaluationRecord> readJsonLines(Reader in) throws IOException {
    BufferedReader lines = new BufferedReader(in);
    List<EvaluationRecord> records = new ArrayList<>();
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      try {
        if (!line.isBlank()) {
          records.add(record(JsonReader.read(line)));
        }
      } catch (IllegalArgumentException wrong) {
        throw new IllegalArgumentException("line " + number + ": " + wrong.getMessage(), wrong);
      }
    }
    return records;
  }

  @SuppressWarnings("unchecked") // keys of JSON are strings
  private static EvaluationRecord record(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("no record of an evaluation: not an object");
    }
    EvaluationRecord record = EvaluationRecord.ofMap((Map<String, @Nullable Object>) map);
    if (record.outcome() == null && map.get("outcome") != null) {
      throw new IllegalArgumentException("an outcome of another version: " + map.get("outcome"));
    }
    if (map.get("usage") instanceof Map<?, ?> usage) {
      usage.forEach((key, count) -> requireCount(key, count));
    }
    requireCount("durationNanos", map.get("durationNanos"));
    return record;
  }

  private static void requireCount(Object key, @Nullable Object count) {
    if (count instanceof Long number && number < 0) {
      throw new IllegalArgumentException("%s of %d: it is 0 or more".formatted(key, number));
    }
  }

  /**
   * Writes a table by RFC 4180, with a header and one row per record: what it is about, every
   * resource under its {@linkplain dev.tachograph.meter.Resource#jsonKey name in JSON}, and what
   * stopped it. What is unknown or not there is empty.
   *
   * <p>Texts are written as they are; a spreadsheet may take one that starts with {@code =} for a
   * formula, so import columns with names of scripts as text.
   *
   * @throws IOException if {@code out} does
   */
  public static void writeCsv(Iterable<EvaluationRecord> records, Appendable out)
      throws IOException {
    Csv csv = new Csv(out);
    csv.header();
    for (EvaluationRecord record : records) {
      csv.row(record);
    }
  }

  /**
   * Writes any other table in the same way: a header, and of each row the values of these columns.
   *
   * @throws IOException if {@code out} does
   */
  public static void writeTable(
      List<String> columns, Iterable<? extends Map<String, ?>> rows, Appendable out)
      throws IOException {
    new Csv(out).table(columns, rows);
  }
}
