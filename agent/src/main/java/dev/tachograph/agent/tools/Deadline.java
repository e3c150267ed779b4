package dev.tachograph.agent.tools;

import dev.tachograph.meter.internal.BackgroundThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks other JVMs, which may hang: there is no way to end such a call, so it is made on a thread of
 * its own, which is left behind.
 */
final class Deadline {
  private Deadline() {}

  /** Starts a call on a thread that keeps no JVM alive. */
  static <T> CompletableFuture<T> start(Callable<T> call) {
    CompletableFuture<T> result = new CompletableFuture<>();
    new BackgroundThreads("tachograph-ask")
        .newThread(
            () -> {
              try {
                result.complete(call.call());
              } catch (Exception | LinkageError failed) {
                result.completeExceptionally(failed);
              }
            })
        .start();
    return result;
  }

  /**
   * Makes a call that ends in time.
   *
   * @throws TimeoutException if it does not
   * @throws IOException as the call does, or if this thread is interrupted
   */
  static <T> T call(Duration limit, Callable<T> call) throws IOException, TimeoutException {
    return await(start(call), System.nanoTime() + limit.toNanos());
  }

  /** Waits for a call until {@link System#nanoTime} reaches a moment. */
  static <T> T await(CompletableFuture<T> call, long until) throws IOException, TimeoutException {
    try {
      return call.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for another JVM", hurry);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException expected) {
        throw expected;
      }
      if (failed.getCause() instanceof RuntimeException wrong) {
        throw wrong;
      }
      throw new IllegalStateException(failed.getCause());
    }
  }
}
