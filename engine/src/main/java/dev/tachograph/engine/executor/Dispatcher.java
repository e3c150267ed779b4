package dev.tachograph.engine.executor;

import dev.tachograph.engine.executor.RejectedSubmissionException.Reason;
import dev.tachograph.engine.executor.Task.State;
import dev.tachograph.meter.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets threads at the {@link Desk} one after the other. Thread-safe: one lock guards everything,
 * and no code of others is called with it.
 */
final class Dispatcher {
  /** How often who waits to go on looks whether it still may. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** How often all of them look: thousands would keep those who run from their locks. */
  private static final long NANOS_PER_LOOK = TimeUnit.MILLISECONDS.toNanos(1);

  /** Calls, several times as deep as what is done with the lock. */
  private static final int STACK_LEFT = 500;

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
    desk = new Desk(settings, threads, this::run, this::freed, this::look);
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
    task.call();
    try {
      ended(task);
    } finally {
      task.publish();
    }
  }

  /** Makes no object: the task may have left the heap full. */
  private void ended(Task<?> task) {
    lock.lock();
    try {
      desk.ended(task);
    } finally {
      release();
    }
  }

  private void freed(Task<?> task) {
    lock.lock();
    try {
      desk.freed(task);
    } finally {
      release();
    }
  }

  /** The task that this thread runs, if it takes a place. */
  private @Nullable Task<?> placed() {
    Task<?> task = Task.current();
    return task != null && locked(() -> desk.isRunning(task)) ? task : null;
  }

  /** See {@link FairExecutor#whileWaiting}. */
  <T extends @Nullable Object> T whileWaiting(Callable<T> call, Runnable check) throws Exception {
    Task<?> task = placed();
    if (task == null) {
      return call.call();
    }
    int ignored = reach(STACK_LEFT);
    try {
      locked(() -> desk.leave(task));
      return call.call();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt(); // which the check may look at
      throw stopped;
    } finally {
      comeBack(task, check);
    }
  }

  /** Fails where the stack is about to end, so that nothing ends halfway that must not. */
  private static int reach(int frames) {
    return frames == 0 ? 0 : 1 + reach(frames - 1);
  }

  private void comeBack(Task<?> task, Runnable check) {
    if (!locked(() -> task.state == State.AWAY)) {
      return; // it was not let go
    }
    if (locked(() -> task.cause != null)) {
      Thread.currentThread().interrupt(); // who was called may have taken the hook's
    }
    check.run();
    locked(() -> desk.comeBack(task));
    try {
      awaitTurn(task, check);
    } catch (Throwable stopped) {
      locked(() -> desk.giveUp(task));
      throw stopped;
    }
  }

  /**
   * How long who waits to go on sleeps before it looks again.
   *
   * @param away how many there are
   */
  static long lookNanos(int away) {
    return Math.max(LOOK_NANOS, away * NANOS_PER_LOOK);
  }

  private void awaitTurn(Task<?> task, Runnable check) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (task.awaitTurn(lookNanos(locked(() -> desk.schedule().away())))) {
            return;
          }
          check.run();
        } catch (InterruptedException asked) {
          interrupted = true;
          Thread.currentThread().interrupt();
          check.run();
          boolean ignored = Thread.interrupted(); // to wait on
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
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
