package dev.tachograph.meter.journal;

import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Arithmetic that only a journal needs. */
final class Usages {
  private Usages() {}

  /** Of sums, what is left; of the others, what was there. */
  static Usage minus(Usage usage, Usage free) {
    Map<String, @Nullable Long> counts = usage.toMap();
    for (Resource resource : Resource.all()) {
      Long count = counts.get(resource.jsonKey());
      long less = free.get(resource);
      if (count != null && resource.kind() == Resource.Kind.SUM) {
        Long left = Math.max(0, count - less);
        counts.put(resource.jsonKey(), less == Usage.UNKNOWN ? null : left);
      }
    }
    return Usage.ofMap(counts);
  }

  /** The larger of both in each resource; what is unknown counts for nothing. */
  static Usage largest(Usage one, Usage other) {
    Map<String, @Nullable Long> counts = one.toMap();
    for (Resource resource : Resource.all()) {
      counts.put(resource.jsonKey(), Math.max(one.get(resource), other.get(resource)));
    }
    return Usage.ofMap(counts);
  }

  /** Whether nothing was used. */
  static boolean isNone(Usage usage) {
    return usage.equals(Usage.none());
  }
}
