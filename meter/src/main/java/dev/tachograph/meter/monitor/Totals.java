package dev.tachograph.meter.monitor;

import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Statistics;
import dev.tachograph.meter.Usage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sums over trackers. For one thread. */
final class Totals {
  private final Set<ResourceTracker> all;
  private int exhausted;
  private int running;
  private Usage usage = Usage.none();
  private long requests;
  private long admitted;
  private long completed;
  private long violations;
  private Duration duration = Duration.ZERO;

  Totals(List<ResourceTracker> trackers) {
    all = new HashSet<>(trackers);
    for (ResourceTracker tracker : trackers) {
      exhausted += isExhausted(tracker) ? 1 : 0;
    }
    all.stream().filter(tracker -> !isBelowAnother(tracker)).forEach(this::add);
  }

  private static boolean isExhausted(ResourceTracker tracker) {
    try {
      return tracker.isExhausted();
    } catch (IllegalStateException closed) {
      return true; // it admits nothing, and the next check unregisters it
    }
  }

  private boolean isBelowAnother(ResourceTracker tracker) {
    Optional<ResourceTracker> parent = tracker.parent();
    while (parent.isPresent()) {
      if (all.contains(parent.get())) {
        return true;
      }
      parent = parent.get().parent();
    }
    return false;
  }

  private void add(ResourceTracker tracker) {
    try {
      Statistics statistics = tracker.statistics();
      usage = usage.plus(tracker.usage());
      running += tracker.running().size();
      requests += statistics.requests();
      admitted += statistics.admitted();
      completed += statistics.completed();
      violations += statistics.violations();
      duration = duration.plus(statistics.totalDuration());
    } catch (IllegalStateException closed) {
      return; // what it used is its parent's
    }
  }

  MonitorStatistics with(int components, int warnings, int criticals, long alerts, long dropped) {
    return new MonitorStatistics(
        components,
        exhausted,
        running,
        usage,
        requests,
        completed,
        requests - completed,
        violations,
        duration,
        admitted == 0 ? Duration.ZERO : duration.dividedBy(admitted),
        warnings,
        criticals,
        alerts,
        dropped);
  }
}
