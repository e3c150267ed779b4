package dev.tachograph.jfr.fleet;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something happened in a fleet. Immutable and thread-safe.
 *
 * @param at when the tracker noticed
 * @param kind what happened
 * @param jvm the name of the JVM, or {@code null} if it is about none
 * @param account the account, or {@code null} if it is about none
 * @param message the same in words
 */
public record FleetEvent(
    Instant at, Kind kind, @Nullable String jvm, @Nullable String account, String message) {
  /** What may happen. */
  public enum Kind {
    /** A JVM is watched from now on, again perhaps. */
    WATCHING("watching"),
    /** A JVM is connected and says nothing. */
    HUNG("hung"),
    /** A JVM cannot be reached; its figures are kept. */
    LOST("lost"),
    /** Another process answers where a JVM was before; the figures of both are kept. */
    RESTARTED("restarted"),
    /** An account used what it may in all JVMs together. */
    LIMIT_REACHED("limit-reached"),
    /** It may go on, because a limit was raised. */
    LIMIT_LIFTED("limit-lifted"),
    /** A JVM stopped the account. */
    SUSPENDED("suspended"),
    /** A JVM could not be told to stop the account or to let it go on; this is tried again. */
    FAILED("failed"),
    /** A JVM lets the account go on. */
    RESUMED("resumed");

    private final String key;

    Kind(String key) {
      this.key = key;
    }

    /** The name in JSON. */
    public String key() {
      return key;
    }
  }

  /** A stable form for machines. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("at", at.toString());
    map.put("event", kind.key());
    map.put("jvm", jvm);
    map.put("account", account);
    map.put("message", message);
    return map;
  }
}
