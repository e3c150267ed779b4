package dev.tachograph.bench;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How long a series of measurements may take. The first is always allowed, and another if it ends
 * in time should it take as long as the longest so far.
 */
public final class TimeLimit {
  private static final double NANOS_PER_MINUTE = 60e9;

  private final long start = System.nanoTime();
  private final long most;
  private long longest;

  private TimeLimit(long most) {
    this.most = most;
  }

  /**
   * From now on.
   *
   * @param minutes the limit, or {@code null} for none
   * @throws IllegalArgumentException if it is not more than 0
   */
  public static TimeLimit ofMinutes(@Nullable Double minutes) {
    if (minutes != null && !(minutes > 0)) {
      throw new IllegalArgumentException("must be more than 0: " + minutes);
    }
    return new TimeLimit(minutes == null ? Long.MAX_VALUE : (long) (minutes * NANOS_PER_MINUTE));
  }

  /** Whether there is time for one more. */
  public boolean allowsOneMore() {
    return longest == 0 || System.nanoTime() - start + longest <= most;
  }

  /**
   * What takes its time.
   *
   * @param <T> what it gives
   */
  @FunctionalInterface
  public interface Measured<T> {
    /** Does it. */
    T run() throws IOException, InterruptedException;
  }

  /** Does it, and remembers how long it took. */
  public <T> T measure(Measured<T> measured) throws IOException, InterruptedException {
    long began = System.nanoTime();
    try {
      return measured.run();
    } finally {
      longest = Math.max(longest, System.nanoTime() - began);
    }
  }
}
