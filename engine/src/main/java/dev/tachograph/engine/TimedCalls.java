package dev.tachograph.engine;

import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.internal.BackgroundThreads;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls host functions that have a time-out, on threads that can be left behind. Each tenant has
 * its part of them, so that functions that hang for one do not take them from all. Thread-safe.
 */
final class TimedCalls implements AutoCloseable {
  private static final long FIRST_LOOK = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(200);
  private static final double AGES = Long.MAX_VALUE / 4.0;

  private final ThreadPoolExecutor threads;
  private final int perTenant;
  private final ConcurrentMap<String, Integer> busy = new ConcurrentHashMap<>();

  /** The time is over. */
  static final class Overdue extends Exception {
    private static final long serialVersionUID = 1;

    private final Duration timeout;

    Overdue(Duration timeout) {
      super(null, null, false, false);
      this.timeout = timeout;
    }

    Duration timeout() {
      return timeout;
    }
  }

  /** The tenant has too many calls that were left behind, or run. */
  static final class TooMany extends Exception {
    private static final long serialVersionUID = 1;

    TooMany() {
      super(null, null, false, false);
    }
  }

  /**
   * @param threads how many there are at most
   * @param perTenant how many of them one tenant may have
   */
  TimedCalls(int threads, int perTenant) {
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // as long as there are threads that wait for it
            new BackgroundThreads("tachograph-host-call"));
    this.threads.allowCoreThreadTimeOut(true);
    this.perTenant = perTenant;
  }

  /**
   * Calls {@code body} and waits for it on this thread, that of an evaluation of the account.
   *
   * @param tenant whose threads they are
   * @throws Overdue if it took longer than this, for a thread or for itself
   * @throws TooMany if it was not called
   * @throws InterruptedException if this thread was interrupted
   * @throws dev.tachograph.meter.LimitExceededError if the evaluation was stopped
   * @throws Exception what {@code body} throws
   */
  @Nullable Object call(
      String tenant, ResourceTracker account, Duration timeout, Callable<@Nullable Object> body)
      throws Exception {
    FutureTask<@Nullable Object> task = new FutureTask<>(withLoader(body));
    start(tenant, task);
    try {
      return await(account, timeout, task);
    } catch (ExecutionException failure) {
      Throwable cause = failure.getCause();
      if (cause instanceof Exception exception) {
        throw exception;
      }
      throw cause instanceof Error error ? error : new AssertionError(cause);
    } finally {
      task.cancel(true);
    }
  }

  /** The class loader by which the caller finds what it uses; these threads have none. */
  private static Callable<@Nullable Object> withLoader(Callable<@Nullable Object> body) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return () -> {
      Thread thread = Thread.currentThread();
      thread.setContextClassLoader(loader);
      try {
        return body.call();
      } finally {
        thread.setContextClassLoader(null);
      }
    };
  }

  private void start(String tenant, FutureTask<?> task) throws TooMany {
    if (busy.merge(tenant, 1, Integer::sum) > perTenant) {
      end(tenant);
      throw new TooMany();
    }
    try {
      threads.execute(
          () -> {
            try {
              task.run();
            } finally {
              end(tenant);
            }
          });
    } catch (RejectedExecutionException | OutOfMemoryError noThread) {
      end(tenant);
      throw new IllegalStateException("no thread for a host function", noThread);
    }
  }

  private void end(String tenant) {
    busy.computeIfPresent(tenant, (name, calls) -> calls == 1 ? null : calls - 1);
  }

  /** Looks now and then whether the evaluation was stopped, which nobody tells this thread. */
  private static @Nullable Object await(
      ResourceTracker account, Duration timeout, FutureTask<@Nullable Object> task)
      throws Overdue, ExecutionException, InterruptedException {
    long nanos = TimeUnit.NANOSECONDS.convert(timeout);
    long start = System.nanoTime();
    long allowed = allowedNanos(account);
    long pause = FIRST_LOOK;
    for (long past = 0; past < nanos; past = System.nanoTime() - start) {
      long look = past < allowed ? Math.min(pause, allowed - past) : pause;
      try {
        return task.get(Math.min(look, nanos - past), TimeUnit.NANOSECONDS);
      } catch (TimeoutException notYet) {
        HostFunctions.requireGoingOn(account);
        pause = Math.min(LONGEST_WAIT, 2 * pause);
      }
    }
    throw new Overdue(timeout);
  }

  /** How long the evaluation may last from now, and a little. */
  private static long allowedNanos(ResourceTracker account) {
    double left = account.budget().remaining("wallTime");
    return left < AGES ? (long) left + FIRST_LOOK / 5 : Long.MAX_VALUE;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
