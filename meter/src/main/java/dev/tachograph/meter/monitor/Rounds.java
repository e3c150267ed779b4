package dev.tachograph.meter.monitor;

import dev.tachograph.meter.internal.BackgroundThreads;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Does something again and again on a daemon thread. Thread-safe. */
final class Rounds implements AutoCloseable {
  private final String name;
  private final Duration interval;
  private final Runnable round;
  private @Nullable ScheduledExecutorService thread;
  private boolean closed;

  Rounds(String name, Duration interval, Runnable round) {
    this.name = name;
    this.interval = interval;
    this.round = round;
  }

  /**
   * @throws IllegalStateException if it was started or closed before
   */
  @SuppressWarnings("FutureReturnValueIgnored") // a round does not throw
  synchronized void start() {
    if (thread != null || closed) {
      throw new IllegalStateException(
          "%s was %s already: make another one".formatted(name, closed ? "closed" : "started"));
    }
    ScheduledExecutorService started =
        Executors.newSingleThreadScheduledExecutor(new BackgroundThreads(name));
    long nanos = TimeUnit.NANOSECONDS.convert(interval);
    started.scheduleWithFixedDelay(this::oneRound, 0, nanos, TimeUnit.NANOSECONDS);
    thread = started;
  }

  /** A round that fails is reported, and is not the last one. */
  private void oneRound() {
    try {
      round.run();
    } catch (Throwable failure) {
      Thread current = Thread.currentThread();
      current.getUncaughtExceptionHandler().uncaughtException(current, failure);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (thread != null) {
      thread.shutdown();
    }
  }
}
