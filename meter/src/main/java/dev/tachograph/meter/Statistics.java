package dev.tachograph.meter;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the evaluations of an account, and of the accounts below it, ended. Immutable and
 * thread-safe.
 *
 * @param completed evaluations that returned
 * @param failed evaluations that threw something else than a limit
 * @param limitExceeded evaluations that a limit stopped
 * @param denied evaluations that were not admitted
 * @param cancelled evaluations that somebody stopped
 * @param totalDuration the time that the admitted ones took together
 * @param largest of each resource, the most that one evaluation used
 */
public record Statistics(
    long completed,
    long failed,
    long limitExceeded,
    long denied,
    long cancelled,
    Duration totalDuration,
    Usage largest) {

  static Statistics of(long[] byOutcome, long nanos, Usage largest) {
    return new Statistics(
        byOutcome[EvaluationRecord.Outcome.COMPLETED.ordinal()],
        byOutcome[EvaluationRecord.Outcome.FAILED.ordinal()],
        byOutcome[EvaluationRecord.Outcome.LIMIT_EXCEEDED.ordinal()],
        byOutcome[EvaluationRecord.Outcome.DENIED.ordinal()],
        byOutcome[EvaluationRecord.Outcome.CANCELLED.ordinal()],
        Duration.ofNanos(nanos),
        largest);
  }

  /** Everything that was asked for, the denied included. */
  public long requests() {
    return admitted() + denied;
  }

  /** Ended evaluations that ran. */
  public long admitted() {
    return completed + failed + limitExceeded + cancelled;
  }

  /** What was asked for and did not complete. */
  public long failures() {
    return requests() - completed;
  }

  /** Evaluations that a limit stopped or kept from running. */
  public long violations() {
    return limitExceeded + denied;
  }

  /** The share of requests that failed, from 0 to 1; 0 if there were none. */
  public double failureRate() {
    return requests() == 0 ? 0 : (double) failures() / requests();
  }

  /** The average time of an admitted evaluation; zero if there was none. */
  public Duration averageDuration() {
    return admitted() == 0 ? Duration.ZERO : totalDuration.dividedBy(admitted());
  }

  /** A stable form for machines. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("requests", requests());
    map.put("completed", completed);
    map.put("failed", failed);
    map.put("limitExceeded", limitExceeded);
    map.put("denied", denied);
    map.put("cancelled", cancelled);
    map.put("violations", violations());
    map.put("failureRate", failureRate());
    map.put("totalDurationNanos", totalDuration.toNanos());
    map.put("averageDurationNanos", averageDuration().toNanos());
    map.put("largest", largest.toMap());
    return map;
  }

  /** The inverse of {@link #toMap()}. */
  @SuppressWarnings("unchecked") // what toMap wrote
  static Statistics ofMap(Map<String, @Nullable Object> map) {
    return new Statistics(
        (long) required(map, "completed"),
        (long) required(map, "failed"),
        (long) required(map, "limitExceeded"),
        (long) required(map, "denied"),
        (long) required(map, "cancelled"),
        Duration.ofNanos((long) required(map, "totalDurationNanos")),
        Usage.ofMap((Map<String, @Nullable Long>) required(map, "largest")));
  }

  private static Object required(Map<String, @Nullable Object> map, String key) {
    Object value = map.get(key);
    if (value == null) {
      throw new IllegalArgumentException(
          "no " + key + " in " + Arrays.toString(map.keySet().toArray()));
    }
    return value;
  }
}
