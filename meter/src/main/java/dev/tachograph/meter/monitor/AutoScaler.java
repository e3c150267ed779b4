package dev.tachograph.meter.monitor;

import dev.tachograph.meter.ListenerRegistration;
import dev.tachograph.meter.MeteringUnavailableException;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Ticker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Lets limits of accounts follow what is used, within bounds that policies set: more for whom it is
 * getting tight, less for whom it is too wide.
 *
 * <p>Use of a total is what {@link ResourceTracker#limitStatus} says. Use of a limit per evaluation
 * is the most that one of the running evaluations, or of those that ended since the last change,
 * used of it; where none ended on its own, nothing is known and nothing is lowered. A limit that is
 * out of a policy's range, unlimited included, is brought into it at the next check. Limits of
 * parents stay as they are, and may be tighter.
 *
 * <p>A change reads the account's limits and sets them again: a host that sets others in the very
 * same moment may lose to it, or win.
 *
 * <p>Thread-safe. Listeners are told as those of a {@link ResourceMonitor}.
 */
public final class AutoScaler implements AutoCloseable {
  private final List<ScalingPolicy> policies;
  private final Map<String, List<ScalingPolicy>> special;
  private final Ticker ticker;
  private final Recent<LimitChange> changes;
  private final Delivery<LimitChange> delivery;
  private final Rounds rounds;
  private final Map<String, Scaled> components = new TreeMap<>();

  /** A component and its limits that follow. */
  private record Scaled(Component component, List<Scaling> limits) {}

  private AutoScaler(Builder builder) {
    policies = List.copyOf(builder.policies);
    special = new LinkedHashMap<>();
    builder.special.forEach((component, list) -> special.put(component, List.copyOf(list)));
    ticker = builder.ticker;
    changes = new Recent<>(builder.historySize);
    delivery = new Delivery<>("tachograph-scaler-listener", builder.queueSize);
    rounds = new Rounds("tachograph-scaler", builder.interval, this::check);
  }

  /** A scaler without policies, and with the defaults that its methods state. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Scales the limits of a tracker from now on.
   *
   * @param component the name for it here, not empty; policies may be made for it
   * @throws IllegalArgumentException if the name is empty or taken
   * @throws IllegalStateException if the account is closed
   */
  public void register(String component, ResourceTracker tracker) {
    List<Scaling> limits = new ArrayList<>();
    for (ScalingPolicy policy : policiesOf(component)) {
      limits.add(new Scaling(component, tracker, policy, ticker));
    }
    Scaled scaled = new Scaled(new Component(component, tracker), limits);
    synchronized (components) {
      if (components.putIfAbsent(component, scaled) != null) {
        throw new IllegalArgumentException(
            "component '%s' is registered already: unregister it first".formatted(component));
      }
    }
  }

  private List<ScalingPolicy> policiesOf(String component) {
    List<ScalingPolicy> own = new ArrayList<>(special.getOrDefault(component, List.of()));
    policies.stream()
        .filter(usual -> own.stream().noneMatch(policy -> isSameLimit(policy, usual)))
        .forEach(own::add);
    return own;
  }

  private static boolean isSameLimit(ScalingPolicy one, ScalingPolicy other) {
    return one.resource() == other.resource() && one.scope() == other.scope();
  }

  /**
   * Scales it no more; its limits stay as they are. A component whose account is closed is
   * unregistered by the next check.
   *
   * @return whether it was registered
   */
  public boolean unregister(String component) {
    synchronized (components) {
      return components.remove(component) != null;
    }
  }

  /** The names of the registered components, in their order; a copy. */
  public Set<String> components() {
    synchronized (components) {
      return new TreeSet<>(components.keySet());
    }
  }

  /**
   * Looks at all components once, on this thread, and changes each limit by at most one step.
   *
   * @throws MeteringUnavailableException if the agent of this JVM counts only some resources, so
   *     that it can limit nothing; components with limits of their own are scaled all the same
   */
  public void check() {
    MeteringUnavailableException refused = null;
    synchronized (components) {
      for (Scaled scaled : List.copyOf(components.values())) {
        try {
          Component.Look look = scaled.component.look();
          for (Scaling limit : scaled.limits) {
            LimitChange change = limit.check(look);
            if (change != null) {
              changes.add(change);
              delivery.tell(change);
            }
          }
        } catch (MeteringUnavailableException unlimited) {
          refused = unlimited;
        } catch (IllegalStateException closed) {
          unregister(scaled.component.name());
        }
      }
    }
    if (refused != null) {
      throw refused;
    }
  }

  /**
   * Checks now and then every interval, on a daemon thread.
   *
   * @throws IllegalStateException if the scaler was started or closed before
   */
  public void start() {
    rounds.start();
  }

  /** Ends the checks; limits stay as they are. What listeners wait for is still delivered. */
  @Override
  public void close() {
    rounds.close();
    delivery.close();
  }

  /**
   * Tells changes to a listener, in their order.
   *
   * @return closing it ends that
   */
  public ListenerRegistration listen(Consumer<? super LimitChange> listener) {
    return delivery.listen(Objects.requireNonNull(listener));
  }

  /** The last changes, the latest last; a copy. */
  public List<LimitChange> changes() {
    return changes.list();
  }

  /** How often a listener was not told, because it did not keep up. */
  public long dropped() {
    return delivery.dropped();
  }

  /** Says what a scaler does. Not thread-safe. */
  public static final class Builder extends CheckerBuilder<Builder> {
    private final List<ScalingPolicy> policies = new ArrayList<>();
    private final Map<String, List<ScalingPolicy>> special = new LinkedHashMap<>();

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /**
     * A limit of all components follows what each of them uses.
     *
     * @throws IllegalArgumentException if that limit has a policy already
     */
    public Builder policy(ScalingPolicy policy) {
      add(policies, policy);
      return this;
    }

    /** The same for one component, in place of what holds for all. */
    public Builder policy(String component, ScalingPolicy policy) {
      add(special.computeIfAbsent(component, name -> new ArrayList<>()), policy);
      return this;
    }

    private static void add(List<ScalingPolicy> policies, ScalingPolicy policy) {
      if (policies.stream().anyMatch(other -> isSameLimit(other, policy))) {
        throw new IllegalArgumentException(
            "two policies for " + Reading.key(policy.resource(), policy.scope()));
      }
      policies.add(policy);
    }

    /** Builds the scaler, which scales nothing yet. */
    public AutoScaler build() {
      return new AutoScaler(this);
    }
  }
}
