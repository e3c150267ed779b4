package dev.tachograph.engine.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The meters that were registered here, to be taken away together. Thread-safe. */
final class OwnMeters {
  private final MeterRegistry registry;
  private final List<Meter> meters = new ArrayList<>();
  private boolean closed;

  OwnMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Registers a meter; one that comes too late is taken away at once. */
  synchronized <M extends Meter> M add(Function<MeterRegistry, M> register) {
    M meter = register.apply(registry);
    if (closed) {
      registry.remove(meter);
    } else {
      meters.add(meter);
    }
    return meter;
  }

  synchronized void close() {
    closed = true;
    meters.forEach(registry::remove);
    meters.clear();
  }
}
