package dev.tachograph.agent.tools;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A figure in two recordings.
 *
 * @param beforeEach for each evaluation; {@code null} if it is not known how many there were
 */
record Change(long before, long after, @Nullable Double beforeEach, @Nullable Double afterEach) {
  /** What it changed by, for each evaluation if that is known, else in all. */
  double by() {
    return beforeEach == null || afterEach == null
        ? (double) after - before
        : afterEach - beforeEach;
  }

  /** A stable form for machines. */
  Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("before", before);
    map.put("after", after);
    map.put("change", after - before);
    map.put("beforePerEvaluation", beforeEach);
    map.put("afterPerEvaluation", afterEach);
    map.put("changePerEvaluation", beforeEach == null || afterEach == null ? null : by());
    return map;
  }
}
