package dev.tachograph.meter;

import dev.tachograph.meter.internal.BackgroundThreads;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends operations of a host whose time is over, by an interrupt of their threads. */
final class Timeout {
  private static final class Timer {
    static final ScheduledThreadPoolExecutor THREAD = start();

    private static ScheduledThreadPoolExecutor start() {
      ScheduledThreadPoolExecutor timer =
          new ScheduledThreadPoolExecutor(1, new BackgroundThreads("tachograph-timeout"));
      timer.setRemoveOnCancelPolicy(true);
      timer.setKeepAliveTime(10, TimeUnit.SECONDS);
      timer.allowCoreThreadTimeOut(true); // the thread must not keep our loader for ever
      return timer;
    }
  }

  @SuppressWarnings("ThreadLocalUsage") // of the operation that runs, and empty when it has ended
  private static final ThreadLocal<@Nullable Timeout> RUNNING = new ThreadLocal<>();

  private final Thread thread = Thread.currentThread();
  private final @Nullable Timeout outer = RUNNING.get();
  private boolean ended;
  private boolean over;
  private boolean ours;

  private Timeout() {}

  /** Calls {@code body}; interrupts this thread if it takes longer. */
  static <T extends @Nullable Object> T interrupting(long nanos, Callable<T> body)
      throws Exception {
    Timeout operation = new Timeout();
    ScheduledFuture<?> alarm = Timer.THREAD.schedule(operation::ring, nanos, TimeUnit.NANOSECONDS);
    RUNNING.set(operation);
    try {
      return body.call();
    } finally {
      alarm.cancel(false);
      operation.end();
    }
  }

  private synchronized void ring() {
    if (!ended) {
      over = true;
      ours = !thread.isInterrupted(); // otherwise somebody else wants to be heard
      thread.interrupt();
    }
  }

  private synchronized boolean isOver() {
    return over;
  }

  /** If the time was over first, the interrupt is ours: it must not reach who comes later. */
  private synchronized void end() {
    ended = true;
    boolean interrupted = over && ours && Thread.interrupted();
    if (outer == null) {
      RUNNING.remove();
    } else {
      RUNNING.set(outer);
      if (interrupted && outer.isOver()) {
        thread.interrupt(); // it was for both
      }
    }
  }
}
