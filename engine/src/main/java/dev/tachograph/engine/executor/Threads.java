package dev.tachograph.engine.executor;

import dev.tachograph.meter.internal.BackgroundThreads;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that run tasks: made when they are needed, and ended when they are idle for a while,
 * since they must not keep our loader for ever. Who uses them sees to it that there is never more
 * to do than there are threads. Thread-safe.
 */
final class Threads {
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor pool;

  Threads(int most, long stackBytes) {
    this(most, new BackgroundThreads("tachograph-executor", stackBytes));
  }

  Threads(int most, ThreadFactory factory) {
    pool =
        new ThreadPoolExecutor(
            most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    pool.allowCoreThreadTimeOut(true);
  }

  /**
   * Runs it soon. If no other thread can be made, one of those that there are does it.
   *
   * @throws OutOfMemoryError if there is no thread, and none can be made
   */
  void run(Runnable task) {
    try {
      pool.execute(() -> runAlone(task));
    } catch (OutOfMemoryError noThread) {
      if (pool.getPoolSize() == 0 || !pool.getQueue().offer(() -> runAlone(task))) {
        throw noThread;
      }
    }
  }

  /** What a task does to its thread is undone; interrupts the pool itself takes away. */
  private static void runAlone(Runnable task) {
    Thread thread = Thread.currentThread();
    ClassLoader loader = thread.getContextClassLoader();
    try {
      task.run();
    } finally {
      thread.setContextClassLoader(loader);
    }
  }

  /** Ends the threads when they have nothing to do. */
  void end() {
    pool.shutdown();
  }
}
