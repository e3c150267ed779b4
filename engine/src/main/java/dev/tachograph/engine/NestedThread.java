package dev.tachograph.engine;

import dev.tachograph.meter.internal.BackgroundThreads;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Does on another thread what this one cannot, and waits for it. */
final class NestedThread {
  private NestedThread() {}

  /**
   * Calls {@code work}.
   *
   * @param onInterrupt what is to happen when this thread is interrupted, which it still is
   *     afterwards
   * @throws IllegalStateException if {@code work} throws something
   */
  static <T> T call(Callable<T> work, Runnable onInterrupt) {
    FutureTask<T> task = new FutureTask<>(work);
    new BackgroundThreads("tachograph-nested").newThread(task).start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException again) {
          interrupted = true;
          onInterrupt.run();
        } catch (ExecutionException failure) {
          throw new IllegalStateException("a nested evaluation failed", failure.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
