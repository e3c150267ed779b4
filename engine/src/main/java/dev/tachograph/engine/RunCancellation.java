package dev.tachograph.engine;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Cancels a run, before or while it runs, by an interrupt of its thread, which cancels the
 * evaluations of a sandbox's account. Thread-safe.
 */
final class RunCancellation {
  private @Nullable Thread thread;
  private boolean requested;

  /** Stops the run, now or when it starts; nothing happens when it ended. */
  synchronized void request() {
    requested = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Runs it on this thread. */
  <T> T during(Supplier<T> run) {
    started();
    try {
      return run.get();
    } finally {
      ended();
    }
  }

  private synchronized void started() {
    thread = Thread.currentThread();
    if (requested) {
      thread.interrupt();
    }
  }

  /** The interrupt was for this run, not for what the thread does next. */
  private synchronized void ended() {
    thread = null;
    if (requested) {
      Thread.interrupted();
    }
  }
}
