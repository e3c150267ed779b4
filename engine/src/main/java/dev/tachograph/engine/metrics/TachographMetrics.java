package dev.tachograph.engine.metrics;

import dev.tachograph.engine.SandboxEngine;
import dev.tachograph.meter.ListenerRegistration;
import dev.tachograph.meter.MeteringUnavailableException;
import dev.tachograph.meter.ResourceTracker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Publishes what accounts use, how their evaluations end and which limits stop them, and how
 * engines do, as meters of Micrometer.
 *
 * <p>Counters begin when a registry is bound, count an evaluation when it ended, and never fall,
 * whatever happens to accounts. What an account uses is in its own meters and not in its parents',
 * so that a sum over accounts is what all used. docs/metrics.md has all meters. Thread-safe.
 */
public final class TachographMetrics implements MeterBinder, AutoCloseable {
  /** How many accounts have meters of their own unless something else is said. */
  public static final int ACCOUNTS = 100;

  private final Ledgers ledger;
  private final int maximum;
  private final Predicate<String> named;
  private final Map<String, SandboxEngine> engines;
  private final IdentityHashMap<MeterRegistry, Bound> bound = new IdentityHashMap<>();
  private boolean closed;

  private record Bound(OwnMeters meters, ListenerRegistration listening) {
    void close() {
      listening.close();
      meters.close();
    }
  }

  private TachographMetrics(Builder builder) {
    ledger = builder.ledger;
    maximum = builder.maximum;
    named = builder.named;
    engines = new LinkedHashMap<>(builder.engines);
  }

  /** Starts to describe metrics of all accounts of this JVM. */
  public static Builder builder() {
    return new Builder(Ledgers.ofThisJvm());
  }

  /**
   * Starts to describe metrics of all accounts of the ledger that this one is in: for {@linkplain
   * ResourceTracker#standalone standalone} trackers.
   */
  public static Builder builder(ResourceTracker tracker) {
    return new Builder(Ledgers.of(tracker));
  }

  /**
   * Publishes to this registry from now on; one that is bound already stays as it is.
   *
   * @throws MeteringUnavailableException if there is no agent in this JVM, and these are no metrics
   *     of a tracker
   * @throws IllegalStateException if this is closed
   */
  @Override
  public synchronized void bindTo(MeterRegistry registry) {
    if (closed) {
      throw new IllegalStateException("the metrics are closed");
    }
    if (bound.containsKey(registry)) {
      return;
    }
    OwnMeters meters = new OwnMeters(registry);
    ListenerRegistration listening =
        ledger.listen(new AccountsListener(meters, ledger, maximum, named));
    bound.put(registry, new Bound(meters, listening));
    engines.forEach((name, engine) -> EngineMeters.add(meters, engine, name));
  }

  /** Takes its meters out of all registries, and counts no more. */
  @Override
  public synchronized void close() {
    closed = true;
    bound.values().forEach(Bound::close);
    bound.clear();
  }

  /** Collects what is published. Not thread-safe. */
  public static final class Builder {
    private final Ledgers ledger;
    private final Map<String, SandboxEngine> engines = new LinkedHashMap<>();
    private int maximum = ACCOUNTS;
    private Predicate<String> named = account -> true;

    private Builder(Ledgers ledger) {
      this.ledger = ledger;
    }

    /**
     * How many accounts have meters of their own, those first that evaluate first; {@value
     * #ACCOUNTS} unless it is said. All others are summed up as {@code (other)}, and so are those
     * with names of more than 200 characters.
     *
     * @param maximum 0 to 100,000
     */
    public Builder accounts(int maximum) {
      if (maximum < 0 || maximum > 100_000) {
        throw new IllegalArgumentException(
            "meters of %d accounts: 0 to 100000 may have some".formatted(maximum));
      }
      this.maximum = maximum;
      return this;
    }

    /**
     * Which accounts may have meters of their own; all unless it is said. Asked on the threads of
     * evaluations, with the account's name: quick, and always of the same opinion.
     */
    public Builder accounts(Predicate<String> named) {
      this.named = Objects.requireNonNull(named);
      return this;
    }

    /**
     * Publishes an engine's figures too: its scopes, its programs, its executor.
     *
     * @param name tells engines apart
     * @throws IllegalArgumentException if the name is empty or was given to another engine
     */
    public Builder engine(String name, SandboxEngine engine) {
      if (name.isEmpty() || engines.putIfAbsent(name, Objects.requireNonNull(engine)) != null) {
        throw new IllegalArgumentException(
            "an engine of the name '%s': each needs a name of its own".formatted(name));
      }
      return this;
    }

    /** Makes the metrics, which do nothing until they are bound. */
    public TachographMetrics build() {
      return new TachographMetrics(this);
    }
  }
}
