package dev.tachograph.meter.attribution;

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

  /** Both together. */
  public Cost plus(Cost other) {
    return new Cost(
        iterations + other.iterations,
        functionCalls + other.functionCalls,
        allocatedBytes + other.allocatedBytes,
        nativeSteps + other.nativeSteps,
        cpuNanos + other.cpuNanos);
  }
}
