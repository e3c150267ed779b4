package dev.tachograph.meter;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The times and bytes that an account may use in total, and the evaluations that draw on them,
 * those of the accounts below included.
 *
 * <p>What is left is kept as time of threads: n of them take n nanoseconds of it in one, and then
 * it cannot be passed, whatever they do. So nobody's clocks need to be read before it is used up in
 * this way, however many come and go meanwhile. Guarded by the ledger's lock, but for {@link
 * #read}.
 */
final class TotalWatch extends Watched {
  private final AccountNode account;
  private final Clocks clocks;
  private final Set<RunningEvaluation> members = ConcurrentHashMap.newKeySet();

  /** The time of threads that was left, at least, ... */
  private long left;

  /** ... when it was so late. */
  private long asOf;

  /** Not to look before, whoever comes: each look reads everybody's clocks. */
  private long earliest;

  /** One on which nobody draws. */
  TotalWatch(AccountNode account, Clocks clocks, long now) {
    this.account = account;
    this.clocks = clocks;
    left = clocks.nanosLeft(account, members, now);
    asOf = now;
    earliest = now;
  }

  /** Nobody knows what is left now: it has to be looked at. */
  void forget(long now) {
    left = -1;
    asOf = now;
    earliest = now;
  }

  /** Another evaluation draws on it since it was opened; returns when to look. */
  long add(RunningEvaluation evaluation, long now) {
    pass(now);
    if (members.add(evaluation)) {
      left -= now - evaluation.stopwatch.opened.wallNanos();
    }
    return now + Math.max(earliest - now, nanos());
  }

  /** One has ended; returns whether nobody draws on it any more. */
  boolean remove(RunningEvaluation evaluation, long now) {
    pass(now);
    members.remove(evaluation);
    return members.isEmpty();
  }

  private void pass(long now) {
    left -= (now - asOf) * members.size();
    asOf = now;
  }

  /** For how long it cannot be passed, if nobody comes. */
  private long nanos() {
    return left < 0 ? 0 : Clocks.untilPassed(left / Math.max(1, members.size()));
  }

  @Override
  int read() {
    int count = 0;
    for (RunningEvaluation member : members) {
      member.stopwatch.look();
      count++;
    }
    return count;
  }

  @Override
  long look(long now) {
    left = clocks.nanosLeft(account, members, now);
    asOf = now;
    boolean passed = left < 0;
    for (RunningEvaluation member : members) {
      if (left < 0 || clocks.isUnmeasured(account, member)) {
        member.shut();
        passed = true;
      }
    }
    long pause = Math.max(WatchList.SHORTEST_NANOS, members.size() * Watchdog.NANOS_PER_READ);
    earliest = now + pause;
    return passed ? -1 : Math.max(pause, nanos());
  }
}
