package dev.tachograph.engine.executor;

import dev.tachograph.meter.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What the builder was told. */
record Settings(
    int threads,
    long stackBytes,
    Tenant.Bounds bounds,
    int waiting,
    int queueSize,
    int queueShare,
    Overflow overflow,
    Duration queueTimeout,
    Duration closeTimeout,
    Ticker ticker) {

  /** More than anybody waits; the difference of two such moments is still a long. */
  private static final long LONGEST_NANOS = Long.MAX_VALUE / 4;

  static int between(int least, int most, String what, int given) {
    if (given < least || given > most) {
      throw new IllegalArgumentException(
          "%s of %d: it is from %d to %d".formatted(what, given, least, most));
    }
    return given;
  }

  static Duration positive(String what, Duration given) {
    if (given.isNegative() || given.isZero()) {
      throw new IllegalArgumentException("%s of %s: it is more than 0".formatted(what, given));
    }
    return given;
  }

  static long nanos(Duration time) {
    return Math.min(LONGEST_NANOS, TimeUnit.NANOSECONDS.convert(time));
  }

  /** How long a task may wait. */
  long queueNanos(Task<?> task) {
    long most = nanos(queueTimeout);
    return task.queueNanos == 0 ? most : Math.min(most, task.queueNanos);
  }
}
