package dev.tachograph.meter.attribution;

import dev.tachograph.meter.Resource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a line cost by itself, without what it called. Immutable and thread-safe.
 *
 * <p>Counts are exact, and their sum over all lines is the account's. CPU time is sampled: the sum
 * is the account's, too, as far as the JVM can measure it, but a line's share is an estimate.
 *
 * @param iterations back-edges that its loops took
 * @param functionCalls entries; of the function that is entered, and not of its caller
 * @param allocatedBytes by the tariff
 * @param nativeSteps within built-ins that it called, and the parser
 * @param cpuNanos CPU time in nanoseconds
 */
public record Cost(
    long iterations, long functionCalls, long allocatedBytes, long nativeSteps, long cpuNanos) {
  /** Nothing. */
  public static final Cost NONE = new Cost(0, 0, 0, 0, 0);

  /** The price of its counts in fuel, without that of source text. */
  public long fuel() {
    return iterations * Resource.ITERATIONS.fuelWeight()
        + functionCalls * Resource.FUNCTION_CALLS.fuelWeight()
        + allocatedBytes * Resource.ALLOCATED_BYTES.fuelWeight()
        + nativeSteps * Resource.NATIVE_STEPS.fuelWeight();
  }

  /** Both together. */
  public Cost plus(Cost other) {
    return new Cost(
        iterations + other.iterations,
        functionCalls + other.functionCalls,
        allocatedBytes + other.allocatedBytes,
        nativeSteps + other.nativeSteps,
        cpuNanos + other.cpuNanos);
  }

  /** A stable form for machines. */
  public Map<String, Long> toMap() {
    Map<String, Long> map = new LinkedHashMap<>();
    map.put(Resource.ITERATIONS.jsonKey(), iterations);
    map.put(Resource.FUNCTION_CALLS.jsonKey(), functionCalls);
    map.put(Resource.ALLOCATED_BYTES.jsonKey(), allocatedBytes);
    map.put(Resource.NATIVE_STEPS.jsonKey(), nativeSteps);
    map.put(Resource.CPU_TIME.jsonKey(), cpuNanos);
    return map;
  }
}
