package dev.tachograph.meter;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was exceeded, by whom and where. Immutable and thread-safe.
 *
 * <p>An evaluation that was {@linkplain Kind#CANCELLED cancelled} exceeded nothing: {@code
 * resource} is its wall time, and {@code used} is how long it had run. One that was denied because
 * its account is {@linkplain #isSuspended suspended} has neither a limit nor a use.
 *
 * @param kind what happened
 * @param resource the resource whose limit was exceeded
 * @param scope whether the limit bounds one evaluation or the account's total
 * @param limit the limit in force when it was exceeded; {@link Usage#UNKNOWN} where the JVM itself
 *     was {@linkplain Kind#EXHAUSTED exhausted}, or the account is suspended
 * @param used what had been used before, plus what was requested; {@link Usage#UNKNOWN} where the
 *     limit stops the evaluation because the JVM cannot measure it, as CPU time of virtual threads
 * @param requested the size of the charge that was refused; 0 where the JVM failed before anything
 *     could be refused
 * @param account the account whose limit it is, which may be a parent of the evaluation's
 * @param script the source name of the evaluation's outermost script; empty when none was started
 * @param position where in the scripts the charge was refused; {@code null} when it is unknown
 * @param interrupted whether it was cancelled because its thread was interrupted
 * @param suspension who suspended which account and why, where that stopped it; or {@code null}
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
    @Nullable Position position,
    boolean interrupted,
    @Nullable String suspension) {

  /** A breach that no interrupt and no suspension made. */
  public Breach(
      Kind kind,
      Resource resource,
      Scope scope,
      long limit,
      long used,
      long requested,
      String account,
      String script,
      @Nullable Position position) {
    this(kind, resource, scope, limit, used, requested, account, script, position, false, null);
  }

  /** Why an evaluation was stopped, or did not start. */
  public enum Kind {
    /** It exceeded a limit while it ran. */
    EXCEEDED("exceeded"),
    /** It was refused before it ran, because its account was used up or could not be measured. */
    DENIED("denied"),
    /** No limit bounded it, or too late: the JVM's own stack, heap or address space did. */
    EXHAUSTED("exhausted"),
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

  /**
   * What was left when the charge was refused, not below 0: the limit less what had been used
   * before; {@link Usage#UNKNOWN} where there was no limit, or it could not be measured.
   */
  public long remaining() {
    return kind == Kind.CANCELLED || limit == Usage.UNKNOWN || used == Usage.UNKNOWN
        ? Usage.UNKNOWN
        : Math.max(0, limit - (used - requested));
  }

  /** Whether the evaluation was refused before it ran. */
  public boolean denied() {
    return kind == Kind.DENIED;
  }

  /** Whether no limit is the reason, but that the account is suspended. */
  public boolean isSuspended() {
    return suspension != null || (denied() && limit == Usage.UNKNOWN);
  }

  /**
   * Whether the JVM's own stack or heap ended before the evaluation could be stopped, so that
   * classes and objects of the JVM may be damaged.
   */
  public boolean isRuntimeSuspect() {
    return kind == Kind.EXHAUSTED && requested == 0;
  }

  /**
   * One sentence that says what happened and what would allow more. Made without {@link
   * java.util.Formatter}, which would be lost for the JVM if the stack ended in its initialisation.
   */
  public String message() {
    String place =
        (script.isEmpty() ? "" : ", script " + script)
            + (position == null ? "" : ", at " + position);
    String remedy = remedy();
    return event() + place + (remedy.isEmpty() ? "" : "; " + remedy);
  }

  private String event() {
    if (kind == Kind.CANCELLED) {
      return "cancelled after "
          + amount(used)
          + (interrupted ? " because its thread was interrupted" : "")
          + (suspension == null ? "" : " because " + suspension);
    }
    if (isSuspended()) {
      return "not started: "
          + (suspension == null ? "account '" + account + "' is suspended" : suspension);
    }
    String start = denied() ? "not started: " : "stopped: ";
    if (kind == Kind.EXHAUSTED) {
      return start + exhaustion();
    }
    if (used == Usage.UNKNOWN) {
      return start + resource.key() + " is limited, but this JVM cannot measure it on this thread";
    }
    return start
        + (denied() ? "account '" + account + "' has used up " : "")
        + resource.key()
        + (scope == Scope.TOTAL ? " in total" : "")
        + " used "
        + amount(used)
        + ", limit "
        + amount(limit)
        + (scope == Scope.TOTAL && !denied() ? " of account '" + account + "'" : "");
  }

  private String exhaustion() {
    String stand = resource.key() + " " + amount(used);
    if (requested > 0 && resource.unit() == Resource.Unit.COUNT) {
      return stand + " is as deep as Rhino's interpreter can go";
    }
    if (requested > 0) {
      return stand + " used, and no JVM gives " + amount(requested) + " more at once";
    }
    return resource.unit() == Resource.Unit.BYTES
        ? "the heap of this JVM was full at " + stand
        : "the stack of its thread was full at " + stand;
  }

  private String remedy() {
    if (kind == Kind.CANCELLED || isSuspended() || (kind == Kind.EXHAUSTED && requested > 0)) {
      return "";
    }
    if (kind == Kind.EXHAUSTED) {
      return "set "
          + limitKey()
          + " below that, or give the JVM more ("
          + (resource.unit() == Resource.Unit.BYTES ? "-Xmx)" : "-Xss)");
    }
    return used == Usage.UNKNOWN
        ? "run it on a platform thread, or without " + limitKey()
        : "raise " + limitKey() + " to allow more";
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
    map.put("limit", limit == Usage.UNKNOWN ? null : limit);
    map.put("used", used == Usage.UNKNOWN ? null : used);
    map.put("requested", requested);
    map.put("remaining", remaining() == Usage.UNKNOWN ? null : remaining());
    map.put("denied", denied());
    map.put("interrupted", interrupted);
    map.put("suspension", suspension);
    map.put("account", account);
    map.put("script", script.isEmpty() ? null : script);
    map.put("source", position == null ? null : position.source());
    map.put("function", position == null ? null : position.function());
    map.put("line", position == null || position.line() == 0 ? null : (long) position.line());
    return map;
  }

  /** {@link #toMap()} as one line of JSON. */
  public String toJson() {
    return Json.compact(toMap());
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
                source, (String) map.get("function"), line == null ? 0 : line.intValue()),
        Boolean.TRUE.equals(map.get("interrupted")),
        (String) map.get("suspension"));
  }

  private static String text(Map<String, @Nullable Object> map, String key) {
    return String.valueOf(map.get(key));
  }

  private static long count(Map<String, @Nullable Object> map, String key) {
    return map.get(key) instanceof Long count ? count : Usage.UNKNOWN;
  }
}
