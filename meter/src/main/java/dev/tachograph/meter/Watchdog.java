package dev.tachograph.meter;

import dev.tachograph.meter.internal.BackgroundThreads;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the clocks of running evaluations whose time, or whose JVM bytes, are limited, and at
 * the threads of those that an interrupt is to cancel.
 *
 * <p>Where a limit is passed, or a thread is interrupted, it only shuts the counters: the script's
 * own thread asks the ledger at its next count, finds the same, and stops itself. So no count is
 * lost, and the position is the script's. It shuts them again for as long as the evaluation runs
 * on.
 *
 * <p>Clocks are read when a limit can be passed, and not before: no thread uses more CPU time than
 * passes, and the evaluations on an account together use no more than each of them the time that
 * passes. What they used then says when to look again. So those that wait cost nothing. Interrupts
 * tell nobody, and are polled.
 *
 * <p>There is a thread only while such evaluations run, and a little longer. It refers to nothing
 * but the ledger, which lets go of evaluations when they end. All methods but the thread's are
 * called with the ledger's lock held.
 */
final class Watchdog {
  /** The name of the thread. */
  static final String THREAD_NAME = "tachograph-watchdog";

  /** How often to look at one that has passed a limit, or soon may have, and at interrupts. */
  private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** So much longer for each whose clocks were read: at most a tenth of a processor's time. */
  private static final long NANOS_PER_READ = 10_000;

  /** The same for each whose interrupt is polled. */
  private static final long NANOS_PER_POLL = 5_000;

  /** How many are looked at while the ledger's lock is held. */
  private static final int BATCH = 256;

  private final Object lock;
  private final Set<RunningEvaluation> running;
  private final Clocks clocks;
  private final Timepiece time;
  private final long idleNanos;

  private final DueQueue queue = new DueQueue();
  private final Map<AccountNode, TotalWatch> totals = new HashMap<>();

  /** Of the thread alone; empty while it sleeps. */
  private final @Nullable Watched[] batch = new Watched[BATCH];

  private @Nullable Thread thread;

  /** When the thread looks next. */
  private long nextLook;

  /** When it polls interrupts next. */
  private long nextPoll;

  /** How many evaluations an interrupt cancels. */
  private int interruptible;

  /** Whether something was watched since the last look. */
  private boolean busy;

  /**
   * @param lock the ledger's
   * @param running the open evaluations
   * @param idleNanos how long the thread waits for something to watch before it ends
   */
  Watchdog(
      Object lock, Set<RunningEvaluation> running, Clocks clocks, Timepiece time, long idleNanos) {
    this.lock = lock;
    this.running = running;
    this.clocks = clocks;
    this.time = time;
    this.idleNanos = idleNanos;
  }

  /**
   * Looks at an evaluation from now on, in time for its limits as they are and for what it was last
   * seen to have used.
   *
   * @throws Error if no thread can be started: the limits cannot be enforced then
   */
  void watch(RunningEvaluation evaluation) {
    long now = time.nanos();
    try {
      long due = earlier(watchTotals(evaluation, now), watchAlone(evaluation, now));
      wakeUp(earlier(due, now + idleNanos));
    } catch (Throwable failure) {
      if (!running.contains(evaluation)) {
        forget(evaluation); // it will not start
      }
      throw failure;
    }
  }

  private long watchTotals(RunningEvaluation evaluation, long now) {
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

  private long watchAlone(RunningEvaluation evaluation, long now) {
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

  /** Does not look at an evaluation any more, and knows nothing of it. */
  void forget(RunningEvaluation evaluation) {
    if (!totals.isEmpty()) {
      for (AccountNode node = evaluation.account; node != null; node = node.parent) {
        TotalWatch total = totals.get(node);
        if (total != null && total.remove(evaluation, time.nanos())) {
          totals.remove(node);
          queue.remove(total);
        }
      }
    }
    EvaluationWatch watch = evaluation.watch;
    if (watch != null) {
      queue.remove(watch);
      setInterruptible(watch, false, 0);
      evaluation.watch = null;
    }
  }

  /** The totals of an account, or what was used of them, are not what they were. */
  void changed(AccountNode account) {
    TotalWatch total = totals.get(account);
    if (total != null) {
      long now = time.nanos();
      total.forget(now);
      queue.move(total, now);
      wakeUp(now);
    }
  }

  /** The thread, or {@code null}. */
  @Nullable Thread thread() {
    return thread;
  }

  private void wakeUp(long due) {
    Thread looking = thread;
    busy = true;
    if (looking == null || !looking.isAlive()) {
      nextLook = due;
      Thread starting = new BackgroundThreads(THREAD_NAME).newThread(this::run);
      starting.start();
      thread = starting;
    } else if (due - nextLook < 0) {
      nextLook = due;
      LockSupport.unpark(looking);
    }
  }

  private void run() {
    long nanos = 0;
    while (nanos >= 0) {
      time.sleep(this, nanos);
      boolean interrupted = Thread.interrupted(); // by whom it may be: it would end all parking
      nanos = interrupted ? SHORTEST_NANOS : turn();
    }
  }

  /** One look; returns for how long to sleep, or -1 to end. */
  private long turn() {
    try {
      long now = time.nanos();
      long early = untilNextLook(now);
      if (early > 0) {
        return early;
      }
      if (isPollDue(now)) {
        poll();
      }
      long reads = 0;
      for (int due = take(now); due > 0; due = take(now)) {
        for (int i = 0; i < due; i++) {
          reads += batch(i).read();
        }
        look(due, Math.max(SHORTEST_NANOS, reads * NANOS_PER_READ));
      }
      return pause();
    } catch (OutOfMemoryError | StackOverflowError passing) {
      return SHORTEST_NANOS; // scripts make these, and must not get rid of us in this way
    } finally {
      Arrays.fill(batch, null);
    }
  }

  private long untilNextLook(long now) {
    synchronized (lock) {
      return nextLook - now;
    }
  }

  private boolean isPollDue(long now) {
    synchronized (lock) {
      if (interruptible == 0 || nextPoll - now > 0) {
        return false;
      }
      nextPoll = now + Math.max(SHORTEST_NANOS, interruptible * NANOS_PER_POLL);
      return true;
    }
  }

  private void poll() {
    for (RunningEvaluation evaluation : running) {
      if (evaluation.error() == null && evaluation.isInterrupted()) {
        synchronized (lock) {
          evaluation.shut();
        }
      }
    }
  }

  /** Takes some of those that are due now, which are looked at soon again if this look fails. */
  private int take(long now) {
    synchronized (lock) {
      int taken = 0;
      Watched first = queue.first();
      while (first != null && first.due - now <= 0 && taken < BATCH) {
        queue.move(first, now + SHORTEST_NANOS);
        batch[taken++] = first;
        first = queue.first();
      }
      return taken;
    }
  }

  private void look(int count, long pace) {
    synchronized (lock) {
      long now = time.nanos();
      for (int i = 0; i < count; i++) {
        Watched watched = batch(i);
        if (watched.place >= 0) {
          queue.move(watched, now + Math.max(pace, watched.look(now)));
        }
      }
    }
  }

  private Watched batch(int i) {
    return Objects.requireNonNull(batch[i]);
  }

  private long pause() {
    synchronized (lock) {
      boolean watching = !queue.isEmpty() || interruptible > 0;
      if (!watching && !busy) {
        thread = null;
        return -1;
      }
      busy = watching;
      long now = time.nanos();
      nextLook = now + idleNanos;
      Watched first = queue.first();
      nextLook = first == null ? nextLook : earlier(nextLook, first.due);
      nextLook = interruptible == 0 ? nextLook : earlier(nextLook, nextPoll);
      return Math.max(0, nextLook - now);
    }
  }

  private static long earlier(long one, long other) {
    return one - other < 0 ? one : other;
  }
}
