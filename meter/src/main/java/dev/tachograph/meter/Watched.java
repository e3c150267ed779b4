package dev.tachograph.meter;

/** Limits that the watchdog looks at when they are due. */
abstract class Watched {
  /** When to look next, in the time of {@link Timepiece#nanos()}. The queue's. */
  long due;

  /** Where it is in the queue; below 0 while it is in none. The queue's. */
  int place = -1;

  /**
   * Reads the clocks that the limits are compared with. That takes time, so the ledger's lock is
   * not held: those who run may change meanwhile.
   *
   * @return how many threads it asked for
   */
  abstract int read();

  /**
   * Compares what was read, and shuts the counters of those that have to stop. With the ledger's
   * lock held.
   *
   * @return in how many nanoseconds from {@code now} to look again, since no limit can be passed
   *     before, or not long before; below 0 if one is passed
   */
  abstract long look(long now);
}
