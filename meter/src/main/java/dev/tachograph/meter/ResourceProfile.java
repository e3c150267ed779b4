package dev.tachograph.meter;

import java.time.Duration;

/**
 * Ready-made {@link Limits} per evaluation for kinds of work. Start from one and tighten it by what
 * {@link ResourceTracker#statistics} shows.
 *
 * <p>Times are wall times, as what is bounded is how long somebody waits; fuel bounds the same work
 * on every machine. What 1 MB of memory and one unit of fuel are is said by {@link
 * Resource#ALLOCATED_BYTES} and {@link Resource#FUEL}.
 */
public enum ResourceProfile {
  /** Small calculations and texts: 16 MB, 5 s, 100 million units of fuel, files of 5 MB. */
  LIGHTWEIGHT(16, 5, 100_000_000L, 5, 10),

  /** What most applications do: 128 MB, 30 s, a billion units of fuel, files of 50 MB. */
  STANDARD(128, 30, 1_000_000_000L, 50, 100),

  /** Long work on much data: 512 MB, 5 min, 100 billion units of fuel, files of 500 MB. */
  HIGH_PERFORMANCE(512, 300, 100_000_000_000L, 500, 1_000);

  @SuppressWarnings("ImmutableEnumChecker") // limits are immutable
  private final Limits limits;

  ResourceProfile(long memoryMb, long seconds, long fuel, long fileMb, long operations) {
    limits =
        custom()
            .memoryMb(memoryMb)
            .timeout(Duration.ofSeconds(seconds))
            .fuel(fuel)
            .maxFileSizeMb(fileMb)
            .concurrentOperations(operations)
            .build();
  }

  /** What this profile allows. */
  public Limits limits() {
    return limits;
  }

  /** Starts a profile of one's own, without any limit. */
  public static Custom custom() {
    return new Custom();
  }

  /** Collects limits in the units of profiles. Not thread-safe. */
  public static final class Custom {
    private final Limits.Builder limits = Limits.builder();

    private Custom() {}

    /** Megabytes (1024^2) that one evaluation may allocate, and that it may hold by guards. */
    public Custom memoryMb(long megabytes) {
      long bytes = bytes("memoryMb", megabytes);
      limits.perEvaluation(Resource.ALLOCATED_BYTES, bytes);
      limits.perEvaluation(Resource.HELD_BYTES, bytes);
      return this;
    }

    /** How long one evaluation may take. */
    public Custom timeout(Duration time) {
      limits.perEvaluation(Resource.WALL_TIME, nanos(time));
      return this;
    }

    /** Fuel of one evaluation. */
    public Custom fuel(long fuel) {
      limits.perEvaluation(Resource.FUEL, fuel);
      return this;
    }

    /** Megabytes (1024^2) of the largest file. */
    public Custom maxFileSizeMb(long megabytes) {
      limits.perEvaluation(Resource.FILE_BYTES, bytes("maxFileSizeMb", megabytes));
      return this;
    }

    /** Evaluations and guarded operations of the account that may run at one time. */
    public Custom concurrentOperations(long operations) {
      limits.total(Resource.CONCURRENT_OPERATIONS, operations);
      return this;
    }

    /** The profile's limits. */
    public Limits build() {
      return limits.build();
    }

    private static long nanos(Duration time) {
      try {
        return time.toNanos();
      } catch (ArithmeticException overflow) {
        throw new IllegalArgumentException("timeout " + time + ": longer than 292 years", overflow);
      }
    }

    private static long bytes(String name, long megabytes) {
      if (megabytes < 0 || megabytes > Long.MAX_VALUE >> 20) {
        throw new IllegalArgumentException(
            "%s %d: 0 to %d".formatted(name, megabytes, Long.MAX_VALUE >> 20));
      }
      return megabytes << 20;
    }
  }
}
