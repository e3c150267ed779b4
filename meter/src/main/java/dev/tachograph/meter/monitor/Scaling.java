package dev.tachograph.meter.monitor;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.LimitStatus;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Ticker;
import dev.tachograph.meter.Usage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One limit of one component that follows what is used.
 *
 * <p>Use is the highest that was seen since the last change. It raises the limit as soon as the
 * cool-down is over. It lowers the limit when it was low for a whole cool-down; then the watch
 * begins anew, so that one large evaluation does not keep a limit up for ever. For one thread at a
 * time.
 */
final class Scaling {
  private static final long NOTHING = -1;

  private final String component;
  private final ResourceTracker tracker;
  private final ScalingPolicy policy;
  private final Ticker ticker;
  private boolean changed;
  private long changedNanos;
  private long watchedNanos;
  private long highest = NOTHING;
  private boolean ended;

  Scaling(String component, ResourceTracker tracker, ScalingPolicy policy, Ticker ticker) {
    this.component = component;
    this.tracker = tracker;
    this.policy = policy;
    this.ticker = ticker;
    watchedNanos = ticker.nanos();
  }

  /** Changes the limit if there is a reason; returns the change, or {@code null}. */
  @Nullable LimitChange check(Component.Look look) {
    long limit = limit();
    long inRange = policy.inRange(limit);
    if (limit != inRange) {
      String cause =
          "it has to be from %s to %s"
              .formatted(option(policy.minimum()), option(policy.maximum()));
      return change(limit, inRange, 0, cause);
    }
    observe(look);
    return highest == NOTHING ? null : follow(limit);
  }

  private @Nullable LimitChange follow(long limit) {
    long now = ticker.nanos();
    long coolDown = TimeUnit.NANOSECONDS.convert(policy.coolDown());
    if (policy.isHigh(highest, limit)) {
      boolean cool = !changed || now - changedNanos >= coolDown;
      return cool && limit < policy.maximum()
          ? change(limit, policy.raised(limit), highest, cause(limit, "reached", policy.up()))
          : null;
    }
    if (!ended || now - watchedNanos < coolDown) {
      return null;
    }
    long used = highest;
    long lower = policy.isLow(used, limit) ? policy.lowered(limit, used) : limit;
    if (lower == limit) {
      watch();
      return null;
    }
    return change(limit, lower, used, cause(limit, "did not pass", policy.down()));
  }

  private String cause(long limit, String verb, int percent) {
    return "use %s %d %%: %s"
        .formatted(verb, percent, Reading.words(policy.resource(), highest, limit));
  }

  private LimitChange change(long from, long to, long used, String cause) {
    Resource resource = policy.resource();
    if (policy.scope() == Breach.Scope.TOTAL) {
      tracker.setLimit(resource, to);
    } else {
      tracker.setLimitPerEvaluation(resource, to);
    }
    changed = true;
    changedNanos = ticker.nanos();
    watch();
    return new LimitChange(
        ticker.now(), component, resource, policy.scope(), from, to, used, cause);
  }

  private void watch() {
    watchedNanos = ticker.nanos();
    highest = NOTHING;
    ended = false;
  }

  private long limit() {
    Resource resource = policy.resource();
    return (policy.scope() == Breach.Scope.TOTAL
            ? tracker.limit(resource)
            : tracker.limits().perEvaluation(resource))
        .orElse(Long.MAX_VALUE);
  }

  private String option(long limit) {
    return policy.resource().option(limit);
  }

  private void observe(Component.Look look) {
    Resource resource = policy.resource();
    if (policy.scope() == Breach.Scope.TOTAL) {
      LimitStatus status = tracker.limitStatus().get(resource);
      if (status != null && status.used() != Usage.UNKNOWN) {
        highest = isLevel() ? Math.max(highest, status.used()) : status.used();
        ended = true;
      }
      return;
    }
    for (EvaluationRecord evaluation : look.running()) {
      highest = Math.max(highest, Component.used(evaluation, resource));
    }
    for (EvaluationRecord evaluation : look.ended()) {
      highest = Math.max(highest, Component.used(evaluation, resource));
      ended |= saysWhatItNeeds(evaluation);
    }
  }

  private boolean isLevel() {
    return policy.resource().kind() == Resource.Kind.LEVEL;
  }

  /** What was stopped, denied or still runs used less than it needs. */
  private static boolean saysWhatItNeeds(EvaluationRecord evaluation) {
    EvaluationRecord.Outcome outcome = evaluation.outcome();
    return outcome == EvaluationRecord.Outcome.COMPLETED
        || outcome == EvaluationRecord.Outcome.FAILED;
  }
}
