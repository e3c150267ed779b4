package dev.tachograph.meter;

import org.jspecify.annotations.Nullable;

/**
 * What an evaluation takes by the clocks of the JVM: times, and the JVM's own count of bytes.
 *
 * <p>Its own thread alone starts, pauses, excuses and ends, whoever holds the ledger's lock books,
 * and anybody may look, one at a time: a look that is overtaken by the end must not undo it.
 */
final class Stopwatch {
  /** What was measured at the start. */
  final Measures opened;

  private final Thread thread;
  private final Timepiece time;

  /** What was measured before; what counts is measured from there. */
  private volatile Measures started;

  /** What was measured last, by whomever. */
  private volatile Measures seen;

  /** What was measured and is charged to the account already. */
  private volatile @Nullable Measures booked;

  /** Where its work stands while another evaluation runs within it. */
  private volatile @Nullable Measures paused;

  private volatile @Nullable Measures ended;

  /** Starts on the thread that it measures. */
  Stopwatch(Thread current, Timepiece time) {
    thread = current;
    this.time = time;
    opened = time.of(current);
    started = opened;
    seen = opened;
  }

  /** Reads the clocks, which stand still when the evaluation has ended. */
  synchronized void look() {
    Measures end = ended;
    Measures now = end == null ? time.of(thread) : end;
    Measures stopped = paused;
    if (stopped != null) {
      now = new Measures(stopped.cpuNanos(), now.wallNanos(), stopped.allocatedBytes());
    }
    seen = now;
  }

  /** What the clocks say now. */
  Measures now() {
    return time.of(thread);
  }

  /** What the last look saw. */
  Measures seen() {
    return seen;
  }

  /** A time or the JVM's bytes up to the last look; {@link Usage#UNKNOWN} if it is not known. */
  long seen(Resource resource) {
    return seen.since(started, resource);
  }

  /** What of it the account was not charged with yet; {@link Usage#UNKNOWN} as above. */
  long unbooked(Resource resource) {
    Measures from = booked;
    return seen.since(from == null ? started : from, resource);
  }

  /** What of it the account was charged with already. */
  long booked(Resource resource) {
    Measures until = booked;
    return until == null ? 0 : until.since(started, resource);
  }

  /** Charges an account with all up to the last look. */
  synchronized void book(AccountNode account) {
    for (Resource resource : Resource.measured()) {
      account.spendMeasured(resource, unbooked(resource));
    }
    booked = seen;
  }

  /** What was done between the two does not count. */
  synchronized void excuse(Measures from, Measures to) {
    boolean stands = paused != null; // its work stands still already
    started = stands ? started.withoutTime(from, to) : started.without(from, to);
    Measures before = booked;
    if (before != null) {
      booked = stands ? before.withoutTime(from, to) : before.without(from, to);
    }
    look();
  }

  /** Another evaluation is opened within this one: what is done from here on is not its. */
  synchronized void pause(Measures at) {
    paused = at;
    seen = at;
  }

  boolean isPaused() {
    return paused != null;
  }

  /**
   * That one has ended: what it used does not count, but the time passed for both.
   *
   * @param to now
   */
  synchronized void resume(Measures from, Measures to) {
    paused = null;
    started = started.withoutWork(from, to);
    Measures before = booked;
    booked = before == null ? null : before.withoutWork(from, to);
    seen = to;
  }

  /** Stops. */
  synchronized void end() {
    ended = time.of(thread);
    look();
  }
}
