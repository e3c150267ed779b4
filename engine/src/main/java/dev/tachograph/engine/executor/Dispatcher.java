package dev.tachograph.engine.executor;

import dev.tachograph.engine.executor.RejectedSubmissionException.Reason;
import dev.tachograph.meter.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets threads at the {@link Desk} one after the other. Thread-safe: one lock guards everything,
 * and no code of others is called with it.
 */
final class Dispatcher {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Ticker ticker;
  private final Duration closeTimeout;
  private final Refusals refusals;
  private final Desk desk;
  private long numbers;

  Dispatcher(Settings settings, Threads threads) {
    ticker = settings.ticker();
    closeTimeout = settings.closeTimeout();
    refusals = new Refusals(settings);
    desk = new Desk(settings, threads, this::run, this::look);
  }

  /**
   * @throws RejectedSubmissionException if it is not taken
   */
  <T extends @Nullable Object> Task<T> submit(String tenant, String script, Work<T> work) {
    Task<T> task =
        locked(
            () -> {
              Tenant.Script known = desk.submitted(tenant, script);
              Task<T> taken = new Task<>(known, numbers++, work, ticker, this::cancel);
              desk.take(taken);
              return taken;
            });
    if (!task.admitted) {
      awaitPlace(task);
    }
    return task;
  }

  /** Without the lock: everybody else goes on meanwhile. */
  private void awaitPlace(Task<?> task) {
    try {
      task.awaitPlace();
    } catch (InterruptedException interrupted) {
      locked(() -> desk.withdraw(task));
      Thread.currentThread().interrupt();
    }
    Reason rejection = locked(() -> task.rejection); // it may get a place only to lose it at once
    if (rejection != null) {
      throw refusals.of(task, rejection);
    }
  }

  private boolean cancel(Task<?> task) {
    return locked(() -> desk.cancel(task));
  }

  /** On one of the threads. */
  private void run(Task<?> task) {
    Runnable ended = () -> desk.ended(task); // made now: the task may leave the heap full
    Runnable freed = desk::freed;
    task.call();
    try {
      locked(ended);
    } finally {
      try {
        task.publish();
      } finally {
        locked(freed);
      }
    }
  }

  /** Looks at the deadlines now. */
  void look() {
    locked(desk::look);
  }

  void setWeight(String tenant, int weight) {
    locked(() -> desk.schedule().setWeight(tenant, weight));
  }

  ExecutorMetrics metrics() {
    return locked(desk::metrics);
  }

  /** How many tenants are known. */
  int tenants() {
    return locked(() -> desk.schedule().tenants());
  }

  /** Takes nothing more, and waits for what there is. Returns whether it all ended in time. */
  boolean drain(Duration timeout) {
    long nanos = Settings.nanos(timeout);
    lock.lock();
    try {
      desk.stopAccepting();
      long end = ticker.nanos() + nanos;
      for (long left = nanos; left > 0 && !desk.isIdle(); left = end - ticker.nanos()) {
        long ignored = news.awaitNanos(left);
      }
      return desk.isIdle();
    } catch (InterruptedException enough) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    locked(
        () -> {
          desk.stopAccepting();
          desk.endAll();
        });
    boolean ignored = drain(closeTimeout);
    locked(desk::close);
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      release();
    }
  }

  private <R extends @Nullable Object> R locked(Supplier<R> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      release();
    }
  }

  /** Gives the lock back, and does what was put off until then. */
  private void release() {
    List<Runnable> afterwards = List.of();
    try {
      afterwards = desk.takeAfterwards();
      news.signalAll(); // whoever waits for the end of everything looks again
    } finally {
      lock.unlock();
    }
    afterwards.forEach(Runnable::run);
  }
}
