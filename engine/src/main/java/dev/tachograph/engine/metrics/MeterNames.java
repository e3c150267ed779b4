package dev.tachograph.engine.metrics;

import dev.tachograph.meter.Resource;
import io.micrometer.core.instrument.binder.BaseUnits;
import org.jspecify.annotations.Nullable;

/** What meters, tags and units of resources are called. */
final class MeterNames {
  static final String ACCOUNT = "account";
  static final String RESOURCE = "resource";

  private MeterNames() {}

  /** For example {@code tachograph.function.calls}. */
  static String of(Resource resource) {
    return "tachograph." + resource.flag().replace('-', '.');
  }

  /** Micrometer's name of the unit, or {@code null} for plain numbers. */
  static @Nullable String unit(Resource resource) {
    return switch (resource.unit()) {
      case COUNT -> null;
      case BYTES -> BaseUnits.BYTES;
      case NANOS -> "seconds";
    };
  }
}
