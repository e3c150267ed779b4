package dev.tachograph.meter.monitor;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.LimitStatus;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Usage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A tracker that is looked at again and again. What ended between two looks is found in its
 * history, so that an evaluation shorter than the interval is not missed. For one thread at a time.
 */
final class Component {
  private final String name;
  private final ResourceTracker tracker;
  private Set<EvaluationRecord> seen;
  private long requests;

  /**
   * @throws IllegalStateException if the account is closed
   */
  Component(String name, ResourceTracker tracker) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a component needs a name");
    }
    this.name = name;
    this.tracker = tracker;
    seen = new HashSet<>(tracker.history());
    requests = tracker.statistics().requests();
  }

  String name() {
    return name;
  }

  ResourceTracker tracker() {
    return tracker;
  }

  /**
   * What one look sees.
   *
   * @param readings of each limit that is set and known
   * @param running the open evaluations
   * @param ended those that ended since the last look, as far as the history has them
   * @param missed how many ended that it has no more
   */
  record Look(
      List<Reading> readings,
      List<EvaluationRecord> running,
      List<EvaluationRecord> ended,
      long missed) {}

  /**
   * @throws IllegalStateException if the account is closed
   */
  Look look() {
    List<EvaluationRecord> running = tracker.running();
    List<EvaluationRecord> ended = new ArrayList<>();
    long missed = ended(ended);
    List<Reading> readings = new ArrayList<>();
    for (LimitStatus status : tracker.limitStatus().values()) {
      if (status.used() != Usage.UNKNOWN) {
        readings.add(
            new Reading(
                status.resource(), Breach.Scope.TOTAL, status.used(), status.limit(), null));
      }
    }
    List<EvaluationRecord> all = new ArrayList<>(running);
    all.addAll(ended);
    Limits limits = tracker.limits();
    for (Resource resource : Resource.all()) {
      OptionalLong limit = limits.perEvaluation(resource);
      if (limit.isPresent()) {
        readings.add(highest(resource, limit.getAsLong(), all));
      }
    }
    return new Look(readings, running, ended, missed);
  }

  /** Adds what ended since the last time; returns how many more that were. */
  private long ended(List<EvaluationRecord> ended) {
    long before = requests;
    requests = tracker.statistics().requests();
    List<EvaluationRecord> history = tracker.history();
    for (EvaluationRecord evaluation : history) {
      if (!seen.contains(evaluation)) {
        ended.add(evaluation);
      }
    }
    seen = new HashSet<>(history);
    return Math.max(0, requests - before - ended.size());
  }

  private static Reading highest(Resource resource, long limit, List<EvaluationRecord> all) {
    long most = 0;
    String script = null;
    for (EvaluationRecord evaluation : all) {
      long used = used(evaluation, resource);
      if (used > most || (used == most && script == null)) {
        most = used;
        script = evaluation.script();
      }
    }
    return new Reading(resource, Breach.Scope.EVALUATION, most, limit, script);
  }

  /** What an evaluation used, with the charge that it was stopped for; -1 where it is unknown. */
  static long used(EvaluationRecord evaluation, Resource resource) {
    long used = evaluation.usage().get(resource);
    Breach breach = evaluation.breach();
    if (breach == null
        || breach.kind() != Breach.Kind.EXCEEDED
        || breach.scope() != Breach.Scope.EVALUATION
        || breach.resource() != resource) {
      return used;
    }
    return Math.max(used, breach.used());
  }
}
