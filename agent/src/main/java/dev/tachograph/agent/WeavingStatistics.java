package dev.tachograph.agent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.LongAdder;

/** What was woven and what was refused. Thread-safe. */
final class WeavingStatistics {
  private final LongAdder scriptClasses = new LongAdder();
  private final LongAdder runtimeClasses = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final Set<String> rhinoVersions = new ConcurrentSkipListSet<>();

  void script() {
    scriptClasses.increment();
  }

  void runtime() {
    runtimeClasses.increment();
  }

  void refused() {
    refused.increment();
  }

  void version(String version) {
    rhinoVersions.add(version);
  }

  /** The report's {@code weaving} object. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("scriptClasses", scriptClasses.sum());
    map.put("runtimeClasses", runtimeClasses.sum());
    map.put("refused", refused.sum());
    map.put("rhinoVersions", List.copyOf(rhinoVersions));
    return map;
  }
}
