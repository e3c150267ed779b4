package dev.tachograph.meter;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the watchdog has to look at, and when: limits of single evaluations, totals of accounts, and
 * interrupts, which tell nobody and have to be polled.
 *
 * <p>Guarded by the ledger's lock.
 */
final class WatchList {
  /** How often to look at what has passed a limit, or soon may have, and at interrupts. */
  static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** The same for each whose interrupt is polled: many are polled less often. */
  private static final long NANOS_PER_POLL = 5_000;

  private final Clocks clocks;
  private final long idleNanos;
  private final DueQueue queue = new DueQueue();
  private final Map<AccountNode, TotalWatch> totals = new HashMap<>();

  /** How many evaluations an interrupt cancels. */
  private int interruptible;

  /** When to poll interrupts next. */
  private long nextPoll;

  /**
   * @param idleNanos the longest time without a look
   */
  WatchList(Clocks clocks, long idleNanos) {
    this.clocks = clocks;
    this.idleNanos = idleNanos;
  }

  /**
   * Adds an evaluation, or what has changed for one that is there, by its limits as they are and by
   * what it was last seen to have used. Returns when it is due.
   */
  long add(RunningEvaluation evaluation, long now) {
    return earlier(addTotals(evaluation, now), addAlone(evaluation, now));
  }

  private long addTotals(RunningEvaluation evaluation, long now) {
    long due = now + idleNanos;
    for (AccountNode node = evaluation.account; node != null; node = node.parent) {
      if (clocks.limitsTotal(node)) {
        TotalWatch total = totals.get(node);
        if (total == null) {
          total = new TotalWatch(node, clocks, now);
          totals.put(node, total);
        }
        queue.add(total, total.add(evaluation, now));
        due = earlier(due, total.due);
      }
    }
    return due;
  }

  private long addAlone(RunningEvaluation evaluation, long now) {
    long due = now + idleNanos;
    EvaluationWatch watch = evaluation.watch;
    if (watch == null) {
      watch = new EvaluationWatch(evaluation, clocks);
      evaluation.watch = watch;
    }
    if (clocks.nanosLeft(evaluation) == Long.MAX_VALUE) {
      queue.remove(watch);
    } else {
      queue.add(watch, now + Math.max(0, watch.look(now)));
      due = earlier(due, watch.due);
    }
    setInterruptible(watch, evaluation.isCancelledByInterrupt(), now);
    return watch.interruptible ? earlier(due, nextPoll) : due;
  }

  private void setInterruptible(EvaluationWatch watch, boolean polled, long now) {
    if (watch.interruptible != polled) {
      watch.interruptible = polled;
      interruptible += polled ? 1 : -1;
      nextPoll = polled && interruptible == 1 ? now + SHORTEST_NANOS : nextPoll;
    }
  }

  /** Removes an evaluation; nothing here refers to it any more. */
  void remove(RunningEvaluation evaluation, long now) {
    if (!totals.isEmpty()) {
      for (AccountNode node = evaluation.account; node != null; node = node.parent) {
        TotalWatch total = totals.get(node);
        if (total != null && total.remove(evaluation, now)) {
          totals.remove(node);
          queue.remove(total);
        }
      }
    }
    EvaluationWatch watch = evaluation.watch;
    if (watch != null) {
      queue.remove(watch);
      setInterruptible(watch, false, now);
      evaluation.watch = null;
    }
  }

  /**
   * The totals of an account, or what was used of them, are not what they were: they are due now.
   *
   * @return whether anything is
   */
  boolean changed(AccountNode account, long now) {
    TotalWatch total = totals.get(account);
    if (total != null) {
      total.forget(now);
      queue.move(total, now);
    }
    return total != null;
  }

  boolean isEmpty() {
    return queue.isEmpty() && interruptible == 0;
  }

  /** When to look next. */
  long next(long now) {
    long next = now + idleNanos;
    Watched first = queue.first();
    next = first == null ? next : earlier(next, first.due);
    return interruptible == 0 ? next : earlier(next, nextPoll);
  }

  /** Whether interrupts are to be polled; then that counts as done. */
  boolean takePoll(long now) {
    if (interruptible == 0 || nextPoll - now > 0) {
      return false;
    }
    nextPoll = now + Math.max(SHORTEST_NANOS, interruptible * NANOS_PER_POLL);
    return true;
  }

  /**
   * Takes some of those that are due. They stay here, so that they are looked at soon again if this
   * look fails.
   *
   * @return how many
   */
  int take(@Nullable Watched[] some, long now) {
    int taken = 0;
    Watched first = queue.first();
    while (first != null && first.due - now <= 0 && taken < some.length) {
      queue.move(first, now + SHORTEST_NANOS);
      some[taken++] = first;
      first = queue.first();
    }
    return taken;
  }

  /**
   * Looks at one that was taken and read, unless it was removed meanwhile.
   *
   * @param pace when it is looked at again at the earliest
   */
  void look(Watched watched, long pace, long now) {
    if (watched.place >= 0) {
      long nanos = watched.look(now);
      queue.move(watched, now + Math.max(pace, nanos < 0 ? SHORTEST_NANOS : nanos));
    }
  }

  static long earlier(long one, long other) {
    return one - other < 0 ? one : other;
  }
}
