package dev.tachograph.meter;

import java.time.Duration;
import java.util.List;

/**
 * What an account brings along from another process, or an earlier one. Immutable and thread-safe.
 *
 * @param usage what was used there
 * @param statistics how the evaluations ended there
 * @param history their records, the latest last
 * @param allowance what of the usage does not count against the limits
 */
public record Carryover(
    Usage usage, Statistics statistics, List<EvaluationRecord> history, Allowance allowance) {
  private static final Statistics NO_EVALUATIONS =
      new Statistics(0, 0, 0, 0, 0, Duration.ZERO, Usage.none());

  public Carryover {
    history = List.copyOf(history);
  }

  /** Usage alone, all of which counts against the limits. */
  public static Carryover of(Usage usage) {
    return of(usage, new Allowance(0, ""));
  }

  /** What is needed to go on with limits; how evaluations ended is not told. */
  public static Carryover of(Usage usage, Allowance allowance) {
    return new Carryover(usage, NO_EVALUATIONS, List.of(), allowance);
  }
}
