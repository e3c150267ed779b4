package dev.tachograph.engine.metrics;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.EvaluationRecord.Outcome;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The meters of one account, or of those together that have none of their own. Each appears when
 * there is something to say; they only rise, whatever happens to the account. Thread-safe.
 */
final class AccountMeters {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final OwnMeters meters;
  private final String account;
  private final LongTaskTimer running;
  private final Map<Long, LongTaskTimer.Sample> open = new ConcurrentHashMap<>();
  private final Map<Outcome, Timer> evaluations = new ConcurrentHashMap<>();
  private final Map<Resource, Counter> sums = new ConcurrentHashMap<>();
  private final Map<Resource, DistributionSummary> peaks = new ConcurrentHashMap<>();
  private final Map<Resource, Counter> unmeasured = new ConcurrentHashMap<>();
  private final Map<BreachKey, Counter> breaches = new ConcurrentHashMap<>();

  private record BreachKey(Breach.Kind kind, Breach.Scope scope, Resource resource) {}

  /**
   * @param account the value of the tag
   */
  AccountMeters(OwnMeters meters, String account) {
    this.meters = meters;
    this.account = account;
    running =
        meters.add(
            registry ->
                LongTaskTimer.builder("tachograph.evaluations.running")
                    .description("Evaluations that run now, and for how long they have")
                    .tag(MeterNames.ACCOUNT, account)
                    .register(registry));
  }

  void started(EvaluationRecord evaluation) {
    open.put(evaluation.id(), running.start());
  }

  /** Of an evaluation that ended or was denied. */
  void ended(EvaluationRecord evaluation) {
    LongTaskTimer.Sample sample = open.remove(evaluation.id());
    if (sample != null) {
      sample.stop();
    }
    Outcome outcome = evaluation.outcome();
    if (outcome != null) {
      evaluations.computeIfAbsent(outcome, this::timer).record(evaluation.duration());
    }
    Breach breach = evaluation.breach();
    if (breach != null) {
      BreachKey key = new BreachKey(breach.kind(), breach.scope(), breach.resource());
      breaches.computeIfAbsent(key, this::breaches).increment();
    }
    charge(evaluation.usage());
    for (Resource resource : Resource.all()) {
      long used = evaluation.usage().get(resource);
      if (resource.kind() == Resource.Kind.PEAK && used > 0) {
        peaks.computeIfAbsent(resource, this::peak).record((double) used);
      }
    }
  }

  /** Adds what was used, by an evaluation or outside of any. */
  void charge(Usage usage) {
    for (Resource resource : Resource.all()) {
      if (resource.kind() == Resource.Kind.SUM && resource != Resource.EVALUATIONS) {
        long used = usage.get(resource);
        if (used > 0) {
          double amount = resource.unit() == Resource.Unit.NANOS ? used / NANOS : (double) used;
          sums.computeIfAbsent(resource, this::sum).increment(amount);
        } else if (used == Usage.UNKNOWN) {
          unmeasured.computeIfAbsent(resource, this::unmeasured).increment();
        }
      }
    }
  }

  private Timer timer(Outcome outcome) {
    return meters.add(
        registry ->
            Timer.builder("tachograph.evaluations")
                .description("Evaluations that ended, by how they did, and how long they were open")
                .tag(MeterNames.ACCOUNT, account)
                .tag("outcome", outcome.key())
                .register(registry));
  }

  private Counter sum(Resource resource) {
    return meters.add(
        registry ->
            Counter.builder(MeterNames.of(resource))
                .description("What ended evaluations used, and what the host charged outside")
                .baseUnit(MeterNames.unit(resource))
                .tag(MeterNames.ACCOUNT, account)
                .register(registry));
  }

  private DistributionSummary peak(Resource resource) {
    return meters.add(
        registry ->
            DistributionSummary.builder(MeterNames.of(resource))
                .description("The most that each ended evaluation used at a time")
                .baseUnit(MeterNames.unit(resource))
                .tag(MeterNames.ACCOUNT, account)
                .register(registry));
  }

  private Counter unmeasured(Resource resource) {
    return meters.add(
        registry ->
            Counter.builder("tachograph.unmeasured")
                .description(
                    "Evaluations that are missing in a sum: the JVM could not measure them")
                .tag(MeterNames.ACCOUNT, account)
                .tag(MeterNames.RESOURCE, resource.key())
                .register(registry));
  }

  private Counter breaches(BreachKey breach) {
    return meters.add(
        registry ->
            Counter.builder("tachograph.breaches")
                .description("Evaluations that were stopped or denied, and by which limit")
                .tag(MeterNames.ACCOUNT, account)
                .tag("kind", breach.kind().key())
                .tag("scope", breach.scope().name().toLowerCase(Locale.ROOT))
                .tag(MeterNames.RESOURCE, breach.resource().key())
                .register(registry));
  }
}
