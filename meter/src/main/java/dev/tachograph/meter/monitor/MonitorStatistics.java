package dev.tachograph.meter.monitor;

import dev.tachograph.meter.Usage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The components of a monitor together. Immutable and thread-safe.
 *
 * <p>An account that is registered twice, or below another one that is registered, counts once in
 * usage and requests: it is in the other one's numbers already.
 *
 * @param components how many are registered
 * @param exhausted how many of them admit no evaluation
 * @param running evaluations that run now
 * @param usage what all used; of what is no sum, the most that one did
 * @param requests evaluations that were asked for, the denied included
 * @param completed evaluations that returned
 * @param failures requests that did not complete
 * @param violations evaluations that a limit stopped or kept from running
 * @param totalDuration the time that the admitted evaluations took together
 * @param averageDuration the time that one took; zero if there was none
 * @param warnings alerts that stand at {@link Alert.Level#WARNING}
 * @param criticals alerts that stand at {@link Alert.Level#CRITICAL}
 * @param alerts how many were raised so far, recoveries included
 * @param dropped how often a listener or a log was not told, because it did not keep up
 */
public record MonitorStatistics(
    int components,
    int exhausted,
    int running,
    Usage usage,
    long requests,
    long completed,
    long failures,
    long violations,
    Duration totalDuration,
    Duration averageDuration,
    int warnings,
    int criticals,
    long alerts,
    long dropped) {

  /** The share of requests that failed, from 0 to 1; 0 if there were none. */
  public double failureRate() {
    return requests == 0 ? 0 : (double) failures / requests;
  }

  /** A stable form for machines. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("components", components);
    map.put("exhausted", exhausted);
    map.put("running", running);
    map.put("requests", requests);
    map.put("completed", completed);
    map.put("failures", failures);
    map.put("failureRate", failureRate());
    map.put("violations", violations);
    map.put("totalDurationNanos", totalDuration.toNanos());
    map.put("averageDurationNanos", averageDuration.toNanos());
    map.put("warnings", warnings);
    map.put("criticals", criticals);
    map.put("alerts", alerts);
    map.put("dropped", dropped);
    map.put("usage", usage.toMap());
    return map;
  }
}
