package dev.tachograph.agent.tools;

import dev.tachograph.meter.attribution.CallSite;
import dev.tachograph.meter.attribution.FunctionCost;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A function in two recordings.
 *
 * @param before {@code null} if it is new
 * @param after {@code null} if it is gone
 */
record FunctionChange(@Nullable FunctionCost before, @Nullable FunctionCost after) {
  /** Where it is now, or was; {@code null} for what ran where there was no function. */
  @Nullable CallSite site() {
    FunctionCost known = after == null ? before : after;
    return known == null ? null : known.site();
  }

  /** A word for people and machines. */
  String state() {
    return before == null ? "new" : after == null ? "gone" : "both";
  }

  /** What it cost by itself in the first recording. */
  long selfBefore(Measure measure) {
    return before == null ? 0 : measure.of(before.self());
  }

  long selfAfter(Measure measure) {
    return after == null ? 0 : measure.of(after.self());
  }

  /** With what it called. */
  long totalBefore(Measure measure) {
    return before == null ? 0 : measure.of(before.total());
  }

  long totalAfter(Measure measure) {
    return after == null ? 0 : measure.of(after.total());
  }

  /** A stable form for machines. */
  Map<String, @Nullable Object> toMap(ProfileDiff diff) {
    CallSite site = site();
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("script", site == null ? null : site.source());
    map.put("function", site == null || site.function().isEmpty() ? null : site.function());
    map.put("lineBefore", line(before));
    map.put("lineAfter", line(after));
    map.put("state", state());
    Map<String, @Nullable Object> self = new LinkedHashMap<>();
    Map<String, @Nullable Object> total = new LinkedHashMap<>();
    for (Measure measure : Measure.values()) {
      String key = measure.resource().jsonKey();
      self.put(key, diff.of(selfBefore(measure), selfAfter(measure)).toMap());
      total.put(key, diff.of(totalBefore(measure), totalAfter(measure)).toMap());
    }
    map.put("self", self);
    map.put("total", total);
    return map;
  }

  private static @Nullable Integer line(@Nullable FunctionCost cost) {
    CallSite site = cost == null ? null : cost.site();
    return site == null || site.line() == 0 ? null : (Integer) site.line();
  }
}
