package dev.tachograph.meter;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation, as it started or as it ended. Immutable and thread-safe.
 *
 * @param id counts the evaluations of this JVM, from 1
 * @param account who pays
 * @param script the source name of the outermost script
 * @param thread the name of the thread that opened the evaluation
 * @param start when it was opened
 * @param duration how long it was open; zero at its start
 * @param outcome how it ended; {@code null} while it runs
 * @param usage what it used
 * @param breach what stopped or denied it; {@code null} unless the outcome says so
 */
public record EvaluationRecord(
    long id,
    String account,
    String script,
    String thread,
    Instant start,
    Duration duration,
    @Nullable Outcome outcome,
    Usage usage,
    @Nullable Breach breach) {

  /** How an evaluation ended. */
  public enum Outcome {
    /** It returned to the host. */
    COMPLETED("completed"),
    /** It threw something else than a limit. */
    FAILED("failed"),
    /** It was stopped by a limit. */
    LIMIT_EXCEEDED("limit-exceeded"),
    /** It was refused before it ran, because its account was used up. */
    DENIED("denied"),
    /** It was stopped by {@link ResourceTracker#cancel}. */
    CANCELLED("cancelled");

    private final String key;

    Outcome(String key) {
      this.key = key;
    }

    /** The name in JSON and JFR, for example {@code limit-exceeded}. */
    public String key() {
      return key;
    }

    private static @Nullable Outcome ofKey(@Nullable Object key) {
      for (Outcome outcome : values()) {
        if (outcome.key.equals(key)) {
          return outcome;
        }
      }
      return null;
    }
  }

  /** The same with another reading. */
  EvaluationRecord with(Usage other) {
    return new EvaluationRecord(
        id, account, script, thread, start, duration, outcome, other, breach);
  }

  /** A stable form for machines; the start is an ISO 8601 instant, unknown counts are null. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("id", id);
    map.put("account", account);
    map.put("script", script);
    map.put("thread", thread);
    map.put("start", start.toString());
    map.put("durationNanos", duration.toNanos());
    map.put("outcome", outcome == null ? null : outcome.key());
    map.put("usage", usage.toMap());
    map.put("breach", breach == null ? null : breach.toMap());
    return map;
  }

  /**
   * The inverse of {@link #toMap()}; other keys do not matter, and counts that are missing are
   * unknown.
   *
   * @throws IllegalArgumentException if a part is missing or of another type
   */
  @SuppressWarnings("unchecked") // what toMap wrote, or a ClassCastException
  public static EvaluationRecord ofMap(Map<String, ? extends @Nullable Object> map) {
    try {
      Object breach = map.get("breach");
      return new EvaluationRecord(
          ((Number) required(map, "id")).longValue(),
          (String) required(map, "account"),
          (String) required(map, "script"),
          (String) required(map, "thread"),
          Instant.parse((String) required(map, "start")),
          Duration.ofNanos(((Number) required(map, "durationNanos")).longValue()),
          Outcome.ofKey(map.get("outcome")),
          Usage.ofMap((Map<String, @Nullable Long>) required(map, "usage")),
          breach == null ? null : Breach.ofMap((Map<String, @Nullable Object>) breach));
    } catch (ClassCastException | DateTimeParseException | NoSuchElementException wrong) {
      throw new IllegalArgumentException(
          "no record of an evaluation: " + wrong.getMessage(), wrong);
    }
  }

  private static Object required(Map<String, ? extends @Nullable Object> map, String key) {
    Object value = map.get(key);
    if (value == null) {
      throw new IllegalArgumentException("no record of an evaluation: it has no " + key);
    }
    return value;
  }
}
