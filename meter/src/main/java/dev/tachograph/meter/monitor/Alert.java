package dev.tachograph.meter.monitor;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.Json;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A component came nearer to a limit, or recovered. Immutable and thread-safe.
 *
 * @param level how near; {@link Level#INFO} says that it recovered
 * @param component the name under which the tracker was registered
 * @param resource what is limited
 * @param scope whether the limit bounds the account's total or one evaluation
 * @param used what was used of it, in the resource's unit: of limits per evaluation, by the one
 *     that used most
 * @param limit the limit; {@link Usage#UNKNOWN} when it was lifted, or nobody looks at it any more
 * @param script of limits per evaluation, the source name of the script that used most; {@code
 *     null} where there is none
 * @param time when it was seen
 */
public record Alert(
    Level level,
    String component,
    Resource resource,
    Breach.Scope scope,
    long used,
    long limit,
    @Nullable String script,
    Instant time) {

  /** How urgent an alert is, in rising order. */
  public enum Level {
    /** The component recovered. */
    INFO,
    /** It passed the first threshold. */
    WARNING,
    /** It passed the second threshold, and will be stopped soon or is stopped. */
    CRITICAL;

    /** The name in JSON, for example {@code warning}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Alert of(Level level, String component, Reading reading, Instant time) {
    return new Alert(
        level,
        component,
        reading.resource(),
        reading.scope(),
        reading.used(),
        reading.limit(),
        reading.script(),
        time);
  }

  /** What was used, as a share of the limit: 0 to 1, more beyond it; 0 where there is no limit. */
  public double share() {
    return limit == Usage.UNKNOWN ? 0 : Reading.share(used, limit);
  }

  /** The option key of the limit, for example {@code total.cpuTime}. */
  public String limitKey() {
    return Reading.key(resource, scope);
  }

  /** One sentence that says what is the matter, and from {@link Level#WARNING} on what helps. */
  public String message() {
    if (limit == Usage.UNKNOWN) {
      return "%s recovered: %s is not limited or not looked at any more"
          .formatted(component, limitKey());
    }
    String numbers = "%s %s".formatted(limitKey(), Reading.words(resource, used, limit));
    if (level == Level.INFO) {
      return "%s recovered: %s".formatted(component, numbers);
    }
    String who = script == null || script.isEmpty() ? "" : ", script " + script;
    String remedy = scope == Breach.Scope.TOTAL ? "raise, refill or reset it" : "raise it";
    return "%s is %s its limit: %s%s; to allow more, %s"
        .formatted(component, share() < 1 ? "near" : "at", numbers, who, remedy);
  }

  /** A stable form for machines; the time is an ISO 8601 instant. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("level", level.key());
    map.put("component", component);
    map.put("resource", resource.key());
    map.put("scope", scope == Breach.Scope.TOTAL ? "total" : "evaluation");
    map.put("used", used);
    map.put("limit", limit == Usage.UNKNOWN ? null : limit);
    map.put("share", share());
    map.put("script", script);
    map.put("time", time.toString());
    map.put("message", message());
    return map;
  }

  /** {@link #toMap()} as one line of JSON. */
  public String toJson() {
    return Json.compact(toMap());
  }
}
