package dev.tachograph.jfr.reader;

import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;

/** Readings that never fall: of two, the higher one is the later one. */
final class Cumulative {
  private Cumulative() {}

  /** The later of two readings; what is unknown once stays so. */
  static Usage later(Usage one, Usage other) {
    return Usage.of(resource -> later(resource, one, other));
  }

  private static long later(Resource resource, Usage one, Usage other) {
    long a = one.get(resource);
    long b = other.get(resource);
    return a == Usage.UNKNOWN || b == Usage.UNKNOWN ? Usage.UNKNOWN : Math.max(a, b);
  }
}
