package dev.tachograph.meter;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was exceeded, by whom and where. Immutable and thread-safe.
 *
 * <p>An evaluation that was {@linkplain Kind#CANCELLED cancelled} exceeded nothing: {@code
 * resource} is its wall time, and {@code used} is how long it had run.
 *
 * @param kind what happened
 * @param resource the resource whose limit was exceeded
 * @param scope whether the limit bounds one evaluation or the account's total
 * @param limit the limit in force when it was exceeded
 * @param used what had been used before, plus what was requested; {@link Usage#UNKNOWN} where the
 *     limit stops the evaluation because the JVM cannot measure it, as CPU time of virtual threads
 * @param requested the size of the charge that was refused
 * @param account the account whose limit it is, which may be a parent of the evaluation's
 * @param script the source name of the evaluation's outermost script; empty when none was started
 * @param position where in the scripts the charge was refused; {@code null} when it is unknown
 */
public record Breach(
    Kind kind,
    Resource resource,
    Scope scope,
    long limit,
    long used,
    long requested,
    String account,
    String script,
    @Nullable Position position) {

  /** Why an evaluation was stopped, or did not start. */
  public enum Kind {
    /** It exceeded a limit while it ran. */
    EXCEEDED("exceeded"),
    /** It was refused before it ran, because its account was used up or could not be measured. */
    DENIED("denied"),
    /** Somebody stopped it. */
    CANCELLED("cancelled");

    private final String key;

    Kind(String key) {
      this.key = key;
    }

    /** The name in JSON. */
    public String key() {
      return key;
    }

    private static Kind ofKey(String key) {
      for (Kind kind : values()) {
        if (kind.key.equals(key)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("a breach of another version: " + key);
    }
  }

  /** What a limit bounds. */
  public enum Scope {
    /** One evaluation. */
    EVALUATION,
    /** The account's total over all its evaluations. */
    TOTAL
  }

  /**
   * A place in a script.
   *
   * @param source the source name, as the host gave it to Rhino
   * @param function the function's name; {@code null} at the top level and in nameless functions
   * @param line the line, from 1; 0 when it is unknown
   */
  public record Position(String source, @Nullable String function, int line) {
    @Override
    public String toString() {
      String place = line > 0 ? source + ":" + line : source;
      return function == null ? place : function + " (" + place + ")";
    }
  }

  /** The option key of the limit, for example {@code limit.iterations}. */
  public String limitKey() {
    return (scope == Scope.EVALUATION ? Limits.PER_EVALUATION_PREFIX : Limits.TOTAL_PREFIX)
        + resource.key();
  }

  /** Whether the evaluation was refused before it ran. */
  public boolean denied() {
    return kind == Kind.DENIED;
  }

  /** One sentence that says what happened and what would allow more. */
  public String message() {
    StringBuilder text = new StringBuilder();
    if (kind == Kind.CANCELLED) {
      text.append("cancelled after ").append(amount(used));
    } else if (used == Usage.UNKNOWN) {
      text.append(denied() ? "not started: " : "stopped: ")
          .append(resource.key())
          .append(" is limited, but this JVM cannot measure it on this thread");
    } else {
      text.append(
              denied()
                  ? "not started: account '" + account + "' has used up " + resource.key()
                  : "stopped: " + resource.key())
          .append(scope == Scope.TOTAL ? " in total" : "")
          .append(" used ")
          .append(amount(used))
          .append(", limit ")
          .append(amount(limit));
      if (!denied() && scope == Scope.TOTAL) {
        text.append(" of account '").append(account).append('\'');
      }
    }
    if (!script.isEmpty()) {
      text.append(", script ").append(script);
    }
    if (position != null) {
      text.append(", at ").append(position);
    }
    if (kind != Kind.CANCELLED) {
      text.append(
          used == Usage.UNKNOWN
              ? "; run it on a platform thread, or without " + limitKey()
              : "; raise " + limitKey() + " to allow more");
    }
    return text.toString();
  }

  /** Sizes to the last byte, for they are exact. */
  private String amount(long value) {
    return resource.unit() == Resource.Unit.NANOS ? resource.words(value) : Long.toString(value);
  }

  /** A stable form for machines; unknown values are {@code null}. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("kind", kind.key());
    map.put("resource", resource.key());
    map.put("scope", scope == Scope.EVALUATION ? "evaluation" : "total");
    map.put("limit", limit);
    map.put("used", used == Usage.UNKNOWN ? null : used);
    map.put("requested", requested);
    map.put("denied", denied());
    map.put("account", account);
    map.put("script", script.isEmpty() ? null : script);
    map.put("source", position == null ? null : position.source());
    map.put("function", position == null ? null : position.function());
    map.put("line", position == null || position.line() == 0 ? null : (long) position.line());
    return map;
  }

  /** The inverse of {@link #toMap()}: how a breach crosses class loaders. */
  static Breach ofMap(Map<String, @Nullable Object> map) {
    String source = (String) map.get("source");
    Long line = (Long) map.get("line");
    return new Breach(
        Kind.ofKey(text(map, "kind")),
        Resource.ofKey(text(map, "resource")).orElseThrow(),
        text(map, "scope").equals("total") ? Scope.TOTAL : Scope.EVALUATION,
        count(map, "limit"),
        count(map, "used"),
        count(map, "requested"),
        text(map, "account"),
        map.get("script") instanceof String script ? script : "",
        source == null
            ? null
            : new Position(
                source, (String) map.get("function"), line == null ? 0 : line.intValue()));
  }

  private static String text(Map<String, @Nullable Object> map, String key) {
    return String.valueOf(map.get(key));
  }

  private static long count(Map<String, @Nullable Object> map, String key) {
    return map.get(key) instanceof Long count ? count : Usage.UNKNOWN;
  }
}
