package dev.tachograph.meter.monitor;

import dev.tachograph.meter.ListenerRegistration;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Statistics;
import dev.tachograph.meter.Ticker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at accounts from time to time and tells listeners when one comes near a limit.
 *
 * <p>Each check compares what was used with every limit that is set: of the account's totals, and
 * of evaluations, for the one that used most among those that run and those that ended since the
 * last check. (The tracker's history tells the latter; what it no longer has is not looked at.) The
 * limits of parents are looked at where the parent is registered.
 *
 * <p>An alert is raised once when use reaches a threshold, once more when it reaches the next, and
 * ended once by an {@link Alert.Level#INFO} when it has fallen below the lower threshold by the
 * hysteresis; meanwhile there is silence. A fall from critical to warning is no news, but {@link
 * #standing} shows it.
 *
 * <p>Thread-safe. No script waits for a listener: each is told on a daemon thread of its own,
 * through a bounded queue; and a check holds the ledger's lock only while it copies numbers. What a
 * listener throws goes to that thread's uncaught exception handler.
 */
public final class ResourceMonitor implements AutoCloseable {
  private final Thresholds thresholds;
  private final Ticker ticker;
  private final Recent<Alert> events;
  private final Delivery<Alert> delivery;
  private final ResourceLog log;
  private final Rounds rounds;
  private final Map<String, Watched> components = new TreeMap<>();

  /** A component and its alerts. */
  private record Watched(Component component, Standing standing) {}

  private ResourceMonitor(Builder builder) {
    thresholds = builder.thresholds.checked();
    ticker = builder.ticker;
    events = new Recent<>(builder.historySize);
    delivery = new Delivery<>("tachograph-monitor-listener", builder.queueSize);
    log = new ResourceLog(builder.queueSize, builder.debug, builder.verbose);
    rounds = new Rounds("tachograph-monitor", builder.interval, this::check);
  }

  /** A monitor with the defaults that its methods state. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Looks at a tracker from now on. What it used is looked at, what its evaluations did before is
   * not.
   *
   * @param component the name for it here, not empty
   * @throws IllegalArgumentException if the name is empty or taken
   * @throws IllegalStateException if the account is closed
   */
  public void register(String component, ResourceTracker tracker) {
    Watched watched =
        new Watched(new Component(component, tracker), new Standing(component, thresholds));
    synchronized (components) {
      if (components.putIfAbsent(component, watched) != null) {
        throw new IllegalArgumentException(
            "component '%s' is registered already: unregister it first".formatted(component));
      }
    }
  }

  /**
   * Looks at it no more, and ends its alerts. A component whose account is closed is unregistered
   * by the next check.
   *
   * @return whether it was registered
   */
  public boolean unregister(String component) {
    synchronized (components) {
      Watched watched = components.remove(component);
      if (watched != null) {
        tell(watched.standing.look(List.of(), ticker.now()));
      }
      return watched != null;
    }
  }

  /** The registered trackers by name, in the order of the names; a copy. */
  public Map<String, ResourceTracker> components() {
    synchronized (components) {
      Map<String, ResourceTracker> trackers = new TreeMap<>();
      components.forEach((name, watched) -> trackers.put(name, watched.component.tracker()));
      return Collections.unmodifiableMap(trackers);
    }
  }

  /** Looks at all components once, on this thread, and tells what is new. */
  public void check() {
    synchronized (components) {
      Instant now = ticker.now();
      for (Watched watched : List.copyOf(components.values())) {
        Component component = watched.component;
        try {
          Component.Look look = component.look();
          log.write(component.name(), look);
          tell(watched.standing.look(look.readings(), now));
        } catch (IllegalStateException closed) {
          unregister(component.name());
        }
      }
    }
  }

  private void tell(List<Alert> news) {
    for (Alert alert : news) {
      events.add(alert);
      delivery.tell(alert);
    }
  }

  /**
   * Checks now and then every interval, on a daemon thread.
   *
   * @throws IllegalStateException if the monitor was started or closed before
   */
  public void start() {
    rounds.start();
  }

  /** Ends the checks. What listeners wait for is still delivered; does not wait for that. */
  @Override
  public void close() {
    rounds.close();
    delivery.close();
    log.close();
  }

  /**
   * Tells alerts to a listener, in their order.
   *
   * @return closing it ends that
   */
  public ListenerRegistration listen(Consumer<? super Alert> listener) {
    return delivery.listen(Objects.requireNonNull(listener));
  }

  /** The last alerts and recoveries, the latest last; a copy. */
  public List<Alert> events() {
    return events.list();
  }

  /** The alerts that have not ended, with the level and the numbers of the last check. */
  public List<Alert> standing() {
    synchronized (components) {
      List<Alert> all = new ArrayList<>();
      components.values().forEach(watched -> all.addAll(watched.standing.alerts()));
      return Collections.unmodifiableList(all);
    }
  }

  /**
   * How the evaluations of one component ended.
   *
   * @throws IllegalArgumentException if no such component is registered
   * @throws IllegalStateException if its account is closed
   */
  public Statistics statistics(String component) {
    ResourceTracker tracker = components().get(component);
    if (tracker == null) {
      throw new IllegalArgumentException("no component '%s' is registered".formatted(component));
    }
    return tracker.statistics();
  }

  /** All components together, as they stand now. */
  public MonitorStatistics statistics() {
    Map<String, ResourceTracker> trackers = components();
    List<Alert> standing = standing();
    int criticals =
        (int) standing.stream().filter(alert -> alert.level() == Alert.Level.CRITICAL).count();
    return new Totals(List.copyOf(trackers.values()))
        .with(
            trackers.size(),
            standing.size() - criticals,
            criticals,
            events.all(),
            delivery.dropped() + log.dropped());
  }

  /** Says how a monitor works. Not thread-safe. */
  public static final class Builder extends CheckerBuilder<Builder> {
    private Thresholds thresholds = Thresholds.of(80, 90, 5);
    private @Nullable Consumer<? super String> debug;
    private @Nullable Consumer<? super String> verbose;

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /**
     * From which percentage of a limit on there is a warning, and from which it is critical: 80 and
     * 90 unless it is said.
     *
     * @throws IllegalArgumentException unless they are from 1 to 100, the first not above the other
     */
    public Builder thresholds(int warning, int critical) {
      thresholds = thresholds.usual(warning, critical);
      return this;
    }

    /** The same for one resource. */
    public Builder thresholds(Resource resource, int warning, int critical) {
      thresholds = thresholds.of(resource, warning, critical);
      return this;
    }

    /**
     * How many percentage points use must fall below a threshold before its level ends: 5 unless it
     * is said. Without it, use that wavers about a threshold would be told each time.
     *
     * @param points 0 or more, and less than every threshold
     */
    public Builder hysteresis(int points) {
      thresholds = thresholds.hysteresis(points);
      return this;
    }

    /** Writes a line for each component at each check: its limits, and how they stand. */
    public Builder debug(Consumer<? super String> sink) {
      debug = sink;
      return this;
    }

    /** Writes a line for each evaluation that ended since the last check, with all it used. */
    public Builder verbose(Consumer<? super String> sink) {
      verbose = sink;
      return this;
    }

    /**
     * Builds the monitor, which looks at nothing yet.
     *
     * @throws IllegalArgumentException if the hysteresis reaches down to 0
     */
    public ResourceMonitor build() {
      return new ResourceMonitor(this);
    }
  }
}
