package dev.tachograph.meter;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation may still use, for its own script to ask: give it to a script as a host
 * object, as in {@code if (budget.remaining("iterations") < 1000) stop()}.
 *
 * <p>All limits on the evaluation and on its accounts are looked at, and the tightest one counts.
 * Numbers are JavaScript's: infinite where nothing is limited, not a number where something cannot
 * be measured. Outside of evaluations nothing is used and nothing limited. Thread-safe.
 */
public final class Budget {
  private final Function<String, long @Nullable []> reader;

  /**
   * @param reader used, limit and remaining by the resource's key
   */
  Budget(Function<String, long @Nullable []> reader) {
    this.reader = reader;
  }

  /**
   * What is left.
   *
   * @param resource its {@linkplain Resource#key() key}, or another word that options know
   * @throws IllegalArgumentException if there is no such resource
   */
  public double remaining(String resource) {
    return number(resource, 2, Double.POSITIVE_INFINITY);
  }

  /** The tightest limit; parameter and errors as of {@link #remaining}. */
  public double limit(String resource) {
    return number(resource, 1, Double.POSITIVE_INFINITY);
  }

  /** What this evaluation used; parameter and errors as of {@link #remaining}. */
  public double used(String resource) {
    return number(resource, 0, 0);
  }

  private double number(String name, int index, double without) {
    Resource resource =
        Resource.ofOptionKey(name)
            .orElseThrow(() -> new IllegalArgumentException("unknown resource '" + name + "'"));
    long[] budget = reader.apply(resource.key());
    if (budget == null) {
      return without;
    }
    if (index > 0 && budget[index] == Long.MAX_VALUE) {
      return Double.POSITIVE_INFINITY;
    }
    return budget[index] == Usage.UNKNOWN ? Double.NaN : budget[index];
  }
}
