package dev.tachograph.meter.monitor;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.Json;
import dev.tachograph.meter.Resource;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A limit was changed because of what was used. Immutable and thread-safe.
 *
 * @param time when
 * @param component the name under which the tracker was registered
 * @param resource whose limit it is
 * @param scope whether the account's total or each evaluation is limited
 * @param from the limit before; {@link Long#MAX_VALUE} is unlimited
 * @param to the limit since
 * @param used the use that was the reason, in the resource's unit; 0 where the limit was out of
 *     range
 * @param cause the reason in words
 */
public record LimitChange(
    Instant time,
    String component,
    Resource resource,
    Breach.Scope scope,
    long from,
    long to,
    long used,
    String cause) {

  /** The use that was the reason, as a share of the limit before. */
  public double share() {
    return Reading.share(used, from);
  }

  /** The option key of the limit, for example {@code limit.allocatedBytes}. */
  public String limitKey() {
    return Reading.key(resource, scope);
  }

  /** One sentence for people. */
  public String message() {
    return "%s: %s from %s to %s, because %s"
        .formatted(component, limitKey(), resource.option(from), resource.option(to), cause);
  }

  /** A stable form for machines; unlimited is {@code null}. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("time", time.toString());
    map.put("component", component);
    map.put("resource", resource.key());
    map.put("scope", scope == Breach.Scope.TOTAL ? "total" : "evaluation");
    map.put("from", from == Long.MAX_VALUE ? null : from);
    map.put("to", to);
    map.put("used", used);
    map.put("share", share());
    map.put("cause", cause);
    return map;
  }

  /** {@link #toMap()} as one line of JSON. */
  public String toJson() {
    return Json.compact(toMap());
  }
}
