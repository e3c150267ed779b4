package dev.tachograph.meter;

import dev.tachograph.meter.internal.BackgroundThreads;
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
 * <p>There is a thread only while such evaluations run, and a little longer; it sleeps until the
 * first of them can be over. The thread refers to nothing but the ledger. All methods but the
 * thread's are called with the ledger's lock held.
 */
final class Watchdog {
  /** The name of the thread. */
  static final String THREAD_NAME = "tachograph-watchdog";

  /** How often to look at one that has passed a limit, or soon may have. */
  private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Object lock;
  private final Set<RunningEvaluation> running;
  private final Clocks clocks;
  private final long idleNanos;

  private @Nullable Thread thread;

  /** When the thread looks next, in the time of {@link System#nanoTime()}. */
  private long nextLook;

  /** Whether something was watched since the last look. */
  private boolean busy;

  /**
   * @param lock the ledger's
   * @param running the open evaluations
   * @param idleNanos how long the thread waits for something to watch before it ends
   */
  Watchdog(Object lock, Set<RunningEvaluation> running, Clocks clocks, long idleNanos) {
    this.lock = lock;
    this.running = running;
    this.clocks = clocks;
    this.idleNanos = idleNanos;
  }

  /**
   * Looks at an evaluation from now on, in time for its limits as they are and for what it was last
   * seen to have used.
   *
   * @throws Error if no thread can be started: the limits cannot be enforced then
   */
  void watch(RunningEvaluation evaluation) {
    long now = System.nanoTime();
    long left = clocks.sharesTotal(evaluation) ? 0 : nanosLeft(evaluation);
    long due = now + Math.min(idleNanos, pause(left));
    Thread looking = thread;
    busy = true;
    if (looking == null || !looking.isAlive()) {
      nextLook = due;
      start();
    } else if (due - nextLook < 0) {
      nextLook = due;
      LockSupport.unpark(looking);
    }
  }

  /** The thread, or {@code null}. */
  @Nullable Thread thread() {
    return thread;
  }

  private void start() {
    Thread starting = new BackgroundThreads(THREAD_NAME).newThread(this::run);
    starting.start();
    thread = starting;
  }

  private void run() {
    long nanos = 0;
    while (nanos >= 0) {
      LockSupport.parkNanos(this, nanos);
      boolean interrupted = Thread.interrupted(); // by whom it may be: it would end all parking
      nanos = interrupted ? SHORTEST_NANOS : turn();
    }
  }

  /** One look; returns for how long to sleep, or -1 to end. */
  private long turn() {
    synchronized (lock) {
      try {
        return thread == Thread.currentThread() ? look() : -1;
      } catch (OutOfMemoryError | StackOverflowError passing) {
        return SHORTEST_NANOS; // scripts make these, and must not get rid of us in this way
      }
    }
  }

  private long look() {
    long now = System.nanoTime();
    if (nextLook - now > 0) {
      return nextLook - now;
    }
    boolean watching = false;
    for (RunningEvaluation evaluation : running) {
      if (evaluation.isWatched()) {
        evaluation.stopwatch.look();
        watching = true;
      }
    }
    long pause = idleNanos;
    for (RunningEvaluation evaluation : running) {
      if (evaluation.isWatched()) {
        long left = nanosLeft(evaluation);
        if (left < 0) {
          evaluation.shut();
        }
        pause = Math.min(pause, pause(left));
      }
    }
    if (!watching && !busy) {
      thread = null;
      return -1;
    }
    busy = watching;
    nextLook = now + pause;
    return pause;
  }

  /** For how long it need not be looked at; below 0 if it has to stop. */
  private long nanosLeft(RunningEvaluation evaluation) {
    if (evaluation.isInterrupted()) {
      return -1;
    }
    long left = clocks.nanosLeft(evaluation);
    return evaluation.isCancelledByInterrupt() ? Math.min(0, left) : left;
  }

  private static long pause(long nanosLeft) {
    return Math.max(SHORTEST_NANOS, nanosLeft == Long.MAX_VALUE ? nanosLeft : nanosLeft + 1);
  }
}
