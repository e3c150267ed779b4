package dev.tachograph.meter;

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
          new ScheduledThreadPoolExecutor(
              1,
              task -> {
                Thread thread = new Thread(null, task, "tachograph-timeout", 0, false);
                thread.setDaemon(true);
                thread.setContextClassLoader(null);
                return thread;
              });
      timer.setRemoveOnCancelPolicy(true);
      return timer;
    }
  }

  private final Thread thread = Thread.currentThread();
  private boolean ended;
  private boolean over;

  private Timeout() {}

  /** Calls {@code body}; interrupts this thread if it takes longer. */
  static <T extends @Nullable Object> T interrupting(long nanos, Callable<T> body)
      throws Exception {
    Timeout operation = new Timeout();
    ScheduledFuture<?> alarm = Timer.THREAD.schedule(operation::ring, nanos, TimeUnit.NANOSECONDS);
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
      thread.interrupt();
    }
  }

  /** If the time was over first, the interrupt is ours: it must not reach who comes later. */
  private synchronized void end() {
    ended = true;
    if (over && Thread.interrupted()) {
      over = false;
    }
  }
}
