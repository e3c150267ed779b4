package dev.tachograph.engine.executor;

import dev.tachograph.meter.internal.BackgroundThreads;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The threads that run tasks: made when they are needed, and ended when they are idle for a while,
 * since they must not keep our loader for ever. Who uses them sees to it that there is never more
 * to do than there may be threads.
 *
 * <p>A {@link java.util.concurrent.ThreadPoolExecutor} makes a new thread for every task until it
 * has as many as it may, which is thousands where tasks wait, or leaves a task to threads that all
 * wait. So this counts: a new thread is made only if none is idle or about to be. Thread-safe.
 */
final class Threads {
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final int most;
  private final ThreadFactory factory;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Worker> idle = new ArrayDeque<>(); // the one that is idle longest first
  private final ArrayDeque<Job> given = new ArrayDeque<>(); // for those that are about to be idle
  private int returning; // how many these are
  private int alive;
  private boolean ended;

  private record Job(Runnable work, Runnable done) {}

  /**
   * @param most how many tasks run at once, those that wait in a call not counted
   */
  Threads(int most, long stackBytes) {
    this(most, new BackgroundThreads("tachograph-executor", stackBytes));
  }

  Threads(int most, ThreadFactory factory) {
    this.most = most;
    this.factory = factory;
  }

  /**
   * Runs it soon. If no other thread can be made, one of those that there are does it.
   *
   * @param done is called afterwards on the same thread, which is free for more by then
   * @throws OutOfMemoryError if there is no thread, and none can be made
   * @throws RejectedExecutionException if the threads were ended
   */
  void run(Runnable work, Runnable done) {
    Job job = new Job(work, done);
    lock.lock();
    try {
      if (ended) {
        throw new RejectedExecutionException("the executor is closed");
      }
      Worker next = idle.peekLast();
      if (given.size() < returning) {
        given.add(job);
      } else if (next != null) {
        next.give(job);
      } else {
        addWorker(job);
      }
    } finally {
      lock.unlock();
    }
  }

  private void addWorker(Job job) {
    try {
      factory.newThread(new Worker(job)).start();
      alive++;
    } catch (OutOfMemoryError noThread) {
      // One place at least must be left in which those that wait can go on, or none would end.
      int stranded = given.size() - returning;
      if (alive == 0 || stranded + 1 >= most) {
        throw noThread;
      }
      given.add(job);
    }
  }

  /** Ends the threads when they have nothing to do. */
  void end() {
    lock.lock();
    try {
      ended = true;
      idle.forEach(worker -> worker.news.signal());
    } finally {
      lock.unlock();
    }
  }

  private final class Worker implements Runnable {
    private final Condition news = lock.newCondition();
    private @Nullable Job next;

    Worker(Job first) {
      next = first;
    }

    /** It is idle, and gets this. */
    void give(Job job) {
      idle.removeLast();
      next = job;
      news.signal();
    }

    @Override
    public void run() {
      for (Job job = take(0); job != null; job = take(1)) {
        runAlone(job.work());
        comeBack();
        runAlone(job.done());
      }
    }

    private void comeBack() {
      lock.lock();
      try {
        returning++;
      } finally {
        lock.unlock();
      }
    }

    /** What a task does to its thread is undone, and what gets through is the end of the heap. */
    private static void runAlone(Runnable work) {
      Thread thread = Thread.currentThread();
      ClassLoader loader = thread.getContextClassLoader();
      try {
        work.run();
      } catch (Throwable full) {
        // Whoever can be told was told.
      } finally {
        thread.setContextClassLoader(loader);
        boolean ignored = Thread.interrupted();
      }
    }

    /**
     * Waits for something to do; {@code null} if there is nothing for long.
     *
     * @param returned 1 if this thread said that it comes
     */
    private @Nullable Job take(int returned) {
      lock.lock();
      try {
        returning -= returned;
        if (next == null) {
          next = given.poll();
        }
        if (next == null) {
          awaitJob();
        }
        Job job = next;
        next = null;
        if (job == null) {
          alive--;
        }
        return job;
      } finally {
        lock.unlock();
      }
    }

    private void awaitJob() {
      idle.add(this);
      for (long left = IDLE_NANOS; next == null && left > 0 && !ended; ) {
        try {
          left = news.awaitNanos(left);
        } catch (InterruptedException late) {
          // It was meant for a task that has ended.
        }
      }
      if (next == null) {
        boolean ignored = idle.remove(this);
      }
    }
  }
}
