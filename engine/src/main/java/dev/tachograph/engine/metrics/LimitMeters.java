package dev.tachograph.engine.metrics;

import dev.tachograph.meter.LimitStatus;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Usage;
import io.micrometer.core.instrument.Gauge;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How the cumulative limits of one account stand: a gauge for each that was ever set. It has no
 * value ({@code NaN}) while there is no limit or no account. Thread-safe.
 */
final class LimitMeters {
  private final OwnMeters meters;
  private final Ledgers ledger;
  private final String account;
  private final Map<Resource, Gauge> gauges = new ConcurrentHashMap<>();

  LimitMeters(OwnMeters meters, Ledgers ledger, String account) {
    this.meters = meters;
    this.ledger = ledger;
    this.account = account;
  }

  /** Looks which limits there are now. */
  void update() {
    for (Resource resource : status().keySet()) {
      gauges.computeIfAbsent(resource, this::gauge);
    }
  }

  private Gauge gauge(Resource resource) {
    return meters.add(
        registry ->
            Gauge.builder("tachograph.limit.used", () -> share(resource))
                .description(
                    "The part of an account's cumulative limit that is used up, from 0 to 1")
                .baseUnit("ratio")
                .tag(MeterNames.ACCOUNT, account)
                .tag(MeterNames.RESOURCE, resource.key())
                .register(registry));
  }

  private double share(Resource resource) {
    LimitStatus status = status().get(resource);
    return status == null || status.used() == Usage.UNKNOWN ? Double.NaN : status.share();
  }

  private Map<Resource, LimitStatus> status() {
    Optional<ResourceTracker> tracker = ledger.find(account);
    try {
      return tracker.isPresent() ? tracker.get().limitStatus() : Map.of();
    } catch (IllegalStateException closed) {
      return Map.of(); // since it was found
    }
  }
}
