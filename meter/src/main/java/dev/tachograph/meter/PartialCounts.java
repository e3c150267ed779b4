package dev.tachograph.meter;

import org.jspecify.annotations.Nullable;

/**
 * Refuses limits where an agent counts only some resources: a limit on the others would hold
 * nobody, and one on these would be taken for a whole meter's. Thread-safe.
 */
final class PartialCounts {
  private volatile @Nullable String only;

  /** Limits are refused from now on. */
  void set(String counted) {
    only = counted;
  }

  /**
   * Limits that are about to be set.
   *
   * @throws MeteringUnavailableException if they bound something, and only some resources are
   *     counted
   */
  Limits checked(Limits limits) {
    String counted = only;
    if (counted != null && !limits.equals(Limits.unlimited())) {
      throw refusal(counted);
    }
    return limits;
  }

  /**
   * The same of those of one evaluation.
   *
   * @param bounds as of {@link Limits#bounds}
   */
  long @Nullable [] checked(long @Nullable [] bounds) {
    String counted = only;
    if (counted != null && bounds != null) {
      for (long bound : bounds) {
        if (bound != Long.MAX_VALUE) {
          throw refusal(counted);
        }
      }
    }
    return bounds;
  }

  private static MeteringUnavailableException refusal(String counted) {
    return new MeteringUnavailableException(
        "the Tachograph agent in this JVM counts nothing but %1$s (only=%1$s), so it can limit nothing: start the agent without only= to limit scripts"
            .formatted(counted),
        null);
  }
}
