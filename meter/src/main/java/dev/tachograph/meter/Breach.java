package dev.tachograph.meter;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was exceeded, by whom and where. Immutable and thread-safe.
 *
 * @param resource the resource whose limit was exceeded
 * @param scope whether the limit bounds one evaluation or the account's total
 * @param limit the limit in force when it was exceeded
 * @param used what had been used before, plus what was requested
 * @param requested the size of the charge that was refused
 * @param denied whether the evaluation was refused before it ran, because its account was used up
 * @param account the account whose limit it is, which may be a parent of the evaluation's
 * @param script the source name of the evaluation's outermost script; empty when none was started
 * @param position where in the scripts the charge was refused; {@code null} when it is unknown
 */
public record Breach(
    Resource resource,
    Scope scope,
    long limit,
    long used,
    long requested,
    boolean denied,
    String account,
    String script,
    @Nullable Position position) {

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

  /** One sentence that says what happened and what would allow more. */
  public String message() {
    StringBuilder text = new StringBuilder();
    if (denied) {
      text.append("not started: account '").append(account).append("' has used up ");
    } else {
      text.append("stopped: ");
    }
    text.append(resource.key())
        .append(scope == Scope.TOTAL ? " in total" : "")
        .append(" used ")
        .append(used)
        .append(", limit ")
        .append(limit);
    if (!denied && scope == Scope.TOTAL) {
      text.append(" of account '").append(account).append('\'');
    }
    if (!script.isEmpty()) {
      text.append(", script ").append(script);
    }
    if (position != null) {
      text.append(", at ").append(position);
    }
    return text.append("; raise ").append(limitKey()).append(" to allow more").toString();
  }

  /** A stable form for machines; unknown values are {@code null}. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("resource", resource.key());
    map.put("scope", scope == Scope.EVALUATION ? "evaluation" : "total");
    map.put("limit", limit);
    map.put("used", used);
    map.put("requested", requested);
    map.put("denied", denied);
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
        Resource.ofKey(text(map, "resource")).orElseThrow(),
        text(map, "scope").equals("total") ? Scope.TOTAL : Scope.EVALUATION,
        count(map, "limit"),
        count(map, "used"),
        count(map, "requested"),
        Boolean.TRUE.equals(map.get("denied")),
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
    return map.get(key) instanceof Long count ? count : 0;
  }
}
