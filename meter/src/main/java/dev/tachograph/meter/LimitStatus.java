package dev.tachograph.meter;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a cumulative limit of an account stands. Immutable and thread-safe.
 *
 * @param account whose limit it is
 * @param resource what is limited
 * @param used what counts against the limit, running evaluations included: of what rises and falls,
 *     what is held now; of what refills, what was spent since; {@link Usage#UNKNOWN} where some
 *     part could not be measured
 * @param limit 0 or more
 * @param remaining what is left, not below 0; 0 where {@code used} is unknown
 */
public record LimitStatus(
    String account, Resource resource, long used, long limit, long remaining) {

  /** What was used, as a share of the limit: 0 to 1, more where the limit was lowered. */
  public double share() {
    return limit == 0 ? 1 : (double) used / limit;
  }

  /** A stable form for machines; what is unknown is {@code null}. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("account", account);
    map.put("resource", resource.key());
    map.put("used", used == Usage.UNKNOWN ? null : used);
    map.put("limit", limit);
    map.put("remaining", remaining);
    return map;
  }

  /** The inverse of {@link #toMap()}. */
  static LimitStatus ofMap(Map<String, @Nullable Object> map) {
    return new LimitStatus(
        String.valueOf(map.get("account")),
        Resource.ofKey(String.valueOf(map.get("resource"))).orElseThrow(),
        map.get("used") instanceof Long used ? used : Usage.UNKNOWN,
        map.get("limit") instanceof Long limit ? limit : 0,
        map.get("remaining") instanceof Long left ? left : 0);
  }
}
