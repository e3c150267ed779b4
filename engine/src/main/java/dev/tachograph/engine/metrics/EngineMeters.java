package dev.tachograph.engine.metrics;

import dev.tachograph.engine.SandboxEngine;
import dev.tachograph.engine.ScopeMetrics;
import dev.tachograph.engine.executor.ExecutorMetrics;
import dev.tachograph.engine.program.ProgramCacheMetrics;
import dev.tachograph.engine.program.ProgramStoreMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The meters of one engine, which read its own counters when somebody looks at them. They do not
 * keep it from being collected.
 */
final class EngineMeters {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final OwnMeters meters;
  private final SandboxEngine engine;
  private final Tags tags;

  private EngineMeters(OwnMeters meters, SandboxEngine engine, String name) {
    this.meters = meters;
    this.engine = engine;
    this.tags = Tags.of("engine", name);
  }

  static void add(OwnMeters meters, SandboxEngine engine, String name) {
    EngineMeters all = new EngineMeters(meters, engine, name);
    all.scopes();
    all.programs();
    all.store();
    all.executor();
    all.gauge(
        "tachograph.engine.suspect",
        Tags.empty(),
        "1 once the JVM's own stack or heap ended within an evaluation: restart it soon",
        one -> one.isSuspect() ? 1 : 0);
  }

  private void scopes() {
    String scopes = "tachograph.scopes";
    String text = "Scopes that are built ahead, and those that evaluations use";
    gauge(scopes, state("available"), text, one -> one.scopeMetrics().available());
    gauge(scopes, state("in-use"), text, one -> one.scopeMetrics().inUse());
    Counts<ScopeMetrics> taken =
        new Counts<>(
            "tachograph.scopes.taken",
            "Scopes that evaluations took, by whether they were ready",
            SandboxEngine::scopeMetrics);
    taken.add("ready", metrics -> metrics.taken() - metrics.misses());
    taken.add("built", ScopeMetrics::misses);
  }

  private void programs() {
    gauge(
        "tachograph.programs",
        Tags.empty(),
        "Compiled scripts in the cache",
        one -> one.programMetrics().programs());
    meters.add(
        registry ->
            Gauge.builder(
                    "tachograph.programs.size",
                    engine,
                    one -> one.programMetrics().estimatedBytes())
                .description("What the compiled scripts in the cache weigh, estimated")
                .baseUnit(BaseUnits.BYTES)
                .tags(tags)
                .register(registry));
    Counts<ProgramCacheMetrics> requests =
        new Counts<>(
            "tachograph.programs.requests",
            "Requests of the cache of compiled scripts",
            SandboxEngine::programMetrics);
    requests.add("hit", ProgramCacheMetrics::hits);
    requests.add("miss", ProgramCacheMetrics::misses);
    Counts<ProgramCacheMetrics> changes =
        new Counts<>(
            "tachograph.programs.changes",
            "Compiled scripts that were evicted, and compilations in the background",
            SandboxEngine::programMetrics);
    changes.add("evicted", ProgramCacheMetrics::evictions);
    changes.add("compiled", ProgramCacheMetrics::compiled);
    changes.add("failed", ProgramCacheMetrics::compileFailures);
    changes.add("skipped", ProgramCacheMetrics::skipped);
  }

  private void store() {
    Counts<ProgramStoreMetrics> store =
        new Counts<>(
            "tachograph.programs.store",
            "What the store of compiled scripts was asked for",
            one -> one.programMetrics().store());
    store.add("hit", ProgramStoreMetrics::hits);
    store.add("miss", ProgramStoreMetrics::misses);
    store.add("rejected", ProgramStoreMetrics::rejected);
    store.add("saved", ProgramStoreMetrics::saved);
    store.add("failed", ProgramStoreMetrics::failures);
    store.add("skipped", ProgramStoreMetrics::skipped);
  }

  private void executor() {
    String work = "tachograph.executor.work";
    String text = "Submitted work that has not ended";
    gauge(work, state("running"), text, one -> metrics(one).running());
    gauge(work, state("waiting"), text, one -> metrics(one).waiting());
    gauge(work, state("queued"), text, one -> metrics(one).queued());
    gauge(work, state("caller-waiting"), text, one -> metrics(one).callersWaiting());
    gauge(
        "tachograph.executor.threads",
        Tags.empty(),
        "How much submitted work runs at once at most",
        one -> metrics(one).threads());
    Counts<ExecutorMetrics> ended =
        new Counts<>(
            "tachograph.executor.ended",
            "Submitted work that ended, by how it did",
            EngineMeters::metrics);
    ended.add("completed", ExecutorMetrics::completed);
    ended.add("rejected", ExecutorMetrics::rejected);
    ended.add("dropped", ExecutorMetrics::dropped);
    ended.add("timed-out", ExecutorMetrics::timedOut);
    ended.add("cancelled", ExecutorMetrics::cancelled);
    queueWait();
  }

  private void queueWait() {
    meters.add(
        registry ->
            FunctionCounter.builder(
                    "tachograph.executor.queue.wait",
                    engine,
                    one -> metrics(one).totalQueueWait().toNanos() / NANOS)
                .description("How long submitted work that left the queue had waited there")
                .baseUnit("seconds")
                .tags(tags)
                .register(registry));
    meters.add(
        registry ->
            TimeGauge.builder(
                    "tachograph.executor.queue.wait.longest",
                    engine,
                    TimeUnit.NANOSECONDS,
                    one -> metrics(one).longestQueueWait().toNanos())
                .description("The longest of these times since the engine was made")
                .tags(tags)
                .register(registry));
  }

  private static ExecutorMetrics metrics(SandboxEngine engine) {
    return engine.executor().metrics();
  }

  private static Tags state(String state) {
    return Tags.of("state", state);
  }

  private void gauge(String name, Tags more, String text, ToDoubleFunction<SandboxEngine> value) {
    meters.add(
        registry ->
            Gauge.builder(name, engine, value)
                .description(text)
                .tags(tags)
                .tags(more)
                .register(registry));
  }

  /** Counters of one name that differ in how something ended. */
  private final class Counts<M> {
    private final String name;
    private final String text;
    private final Function<SandboxEngine, M> metrics;

    Counts(String name, String text, Function<SandboxEngine, M> metrics) {
      this.name = name;
      this.text = text;
      this.metrics = metrics;
    }

    void add(String result, ToDoubleFunction<M> count) {
      Function<SandboxEngine, M> read = metrics; // the meter keeps its function, and not this
      ToDoubleFunction<SandboxEngine> value = one -> count.applyAsDouble(read.apply(one));
      meters.add(
          registry ->
              FunctionCounter.builder(name, engine, value)
                  .description(text)
                  .tags(tags)
                  .tag("result", result)
                  .register(registry));
    }
  }
}
