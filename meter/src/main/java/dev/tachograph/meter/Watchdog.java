package dev.tachograph.meter;

import dev.tachograph.meter.internal.BackgroundThreads;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
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

  /** So much longer for each whose clocks were read: at most a tenth of a processor's time. */
  static final long NANOS_PER_READ = 10_000;

  /** How many are looked at while the ledger's lock is held. */
  private static final int BATCH = 256;

  private final Object lock;
  private final Set<RunningEvaluation> running;
  private final WatchList list;
  private final Timepiece time;

  /** Of the thread alone; empty while it sleeps. */
  private final @Nullable Watched[] batch = new Watched[BATCH];

  private @Nullable Thread thread;

  /** When the thread looks next. */
  private long nextLook;

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
    this.time = time;
    list = new WatchList(clocks, idleNanos);
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
      wakeUp(list.add(evaluation, now));
    } catch (Throwable failure) {
      if (!running.contains(evaluation)) {
        forget(evaluation); // it will not start
      }
      throw failure;
    }
  }

  /** Does not look at an evaluation any more, and knows nothing of it. */
  void forget(RunningEvaluation evaluation) {
    list.remove(evaluation, time.nanos());
  }

  /** The totals of an account, or what was used of them, are not what they were. */
  void changed(AccountNode account) {
    long now = time.nanos();
    if (list.changed(account, now)) {
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
      nanos = interrupted ? WatchList.SHORTEST_NANOS : turn();
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
        look(due, reads * NANOS_PER_READ);
      }
      return pause();
    } catch (OutOfMemoryError | StackOverflowError passing) {
      return WatchList.SHORTEST_NANOS; // scripts make these, and must not get rid of us in this way
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
      return list.takePoll(now);
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

  private int take(long now) {
    synchronized (lock) {
      return list.take(batch, now);
    }
  }

  private void look(int count, long pace) {
    synchronized (lock) {
      long now = time.nanos();
      for (int i = 0; i < count; i++) {
        list.look(batch(i), pace, now);
      }
    }
  }

  private Watched batch(int i) {
    return Objects.requireNonNull(batch[i]);
  }

  private long pause() {
    synchronized (lock) {
      boolean watching = !list.isEmpty();
      if (!watching && !busy) {
        thread = null;
        return -1;
      }
      busy = watching;
      long now = time.nanos();
      nextLook = list.next(now);
      return Math.max(0, nextLook - now);
    }
  }
}
