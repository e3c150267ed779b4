package dev.tachograph.meter;

import java.util.function.IntToLongFunction;

/**
 * What the counters cost in {@link Resource#FUEL}: one number for all of them, so that one limit is
 * fair to every kind of work.
 *
 * <p>The weights are integers, so that sums over evaluations and accounts agree to the last unit.
 * docs/fuel.md says how they were found.
 */
final class Fuel {
  /** Where its account is kept beside the counters: it is the sum of some of them. */
  static final int INDEX = Resource.FUEL.ordinal();

  /** The most that a single count costs. */
  static final long DEAREST = 400;

  private static final long[] WEIGHTS = new long[Ledger.COUNTERS];

  static {
    WEIGHTS[Resource.ITERATIONS.ordinal()] = DEAREST;
    WEIGHTS[Resource.FUNCTION_CALLS.ordinal()] = 120;
    WEIGHTS[Resource.ALLOCATED_BYTES.ordinal()] = 1;
    WEIGHTS[Resource.NATIVE_STEPS.ordinal()] = 4;
    WEIGHTS[Resource.SOURCE_CHARS.ordinal()] = 4;
  }

  /** How many counters cost fuel. */
  static final long COUNTERS = counters();

  private Fuel() {}

  private static long counters() {
    long counters = 0;
    for (long weight : WEIGHTS) {
      counters += weight == 0 ? 0 : 1;
    }
    return counters;
  }

  /** What one unit of a counter costs; 0 if it costs nothing. */
  static long weight(int counter) {
    return counter < WEIGHTS.length ? WEIGHTS[counter] : 0;
  }

  /** What so much of a counter costs; saturates. */
  static long of(int counter, long amount) {
    long weight = weight(counter);
    return weight != 0 && amount > Long.MAX_VALUE / weight ? Long.MAX_VALUE : amount * weight;
  }

  /** What all counters together cost; saturates. */
  static long of(IntToLongFunction used) {
    long fuel = 0;
    for (int i = 0; i < WEIGHTS.length; i++) {
      if (WEIGHTS[i] != 0) {
        fuel = Resource.FUEL.combine(fuel, of(i, used.applyAsLong(i)));
      }
    }
    return fuel;
  }
}
