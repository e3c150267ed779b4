package dev.tachograph.engine.executor;

import dev.tachograph.meter.Ticker;
import dev.tachograph.meter.internal.BackgroundThreads;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deadlines of tasks, each of which has one at most, and the thread that looks at them when the
 * first is over. Guarded by the dispatcher's lock.
 */
final class Deadlines implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);

  private final Ticker ticker;
  private final Runnable look;
  private final ScheduledThreadPoolExecutor timer;
  private final TreeSet<Task<?>> tasks = new TreeSet<>(Deadlines::compare);
  private @Nullable ScheduledFuture<?> alarm;
  private long alarmAt;

  /**
   * @param look is called without the lock
   */
  Deadlines(Ticker ticker, Runnable look) {
    this.ticker = ticker;
    this.look = look;
    timer = new ScheduledThreadPoolExecutor(1, new BackgroundThreads("tachograph-executor-timer"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(10, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true); // the thread must not keep our loader for ever
  }

  private static int compare(Task<?> a, Task<?> b) {
    long difference = a.deadline - b.deadline;
    return difference != 0 ? Long.signum(difference) : Long.compare(a.number, b.number);
  }

  /** It has this deadline instead of the one it had. */
  void put(Task<?> task, long deadline) {
    tasks.remove(task);
    task.deadline = deadline;
    tasks.add(task);
  }

  void remove(Task<?> task) {
    tasks.remove(task);
  }

  /** Takes out one whose deadline is over; {@code null} if there is none. */
  @Nullable Task<?> due(long now) {
    return tasks.isEmpty() || tasks.first().deadline - now > 0 ? null : tasks.pollFirst();
  }

  /** The alarm rang, or somebody looks without it. */
  void looked() {
    if (alarm != null) {
      alarm.cancel(false);
      alarm = null;
    }
  }

  /** Sees to it that somebody looks when the first deadline is over. */
  void setAlarm() {
    if (tasks.isEmpty() || timer.isShutdown()) {
      return;
    }
    long first = tasks.first().deadline;
    if (alarm == null || first - alarmAt < 0) {
      looked();
      alarmAt = first;
      try {
        alarm = timer.schedule(look, first - ticker.nanos(), TimeUnit.NANOSECONDS);
      } catch (OutOfMemoryError noThread) {
        // The next submission, or the next work that ends, looks and tries again.
        LOG.warn("no thread for the timer of the executor: deadlines may be late", noThread);
      }
    }
  }

  /**
   * Has somebody else look soon; returns whether there is anybody. It is for threads that must not
   * do the work of others.
   */
  boolean lookSoon() {
    try {
      timer.execute(look);
      return true;
    } catch (RejectedExecutionException | OutOfMemoryError noThread) {
      return false;
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
