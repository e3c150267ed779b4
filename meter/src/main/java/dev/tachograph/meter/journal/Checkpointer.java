package dev.tachograph.meter.journal;

import dev.tachograph.meter.internal.BackgroundThreads;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The thread that writes checkpoints. */
final class Checkpointer {
  private final Thread thread;
  private volatile boolean ended;

  /** Starts a thread that does this at once when asked, and otherwise in this interval. */
  Checkpointer(Runnable checkpoint, Duration interval) {
    long nanos = TimeUnit.NANOSECONDS.convert(interval);
    thread = new BackgroundThreads("tachograph-journal").newThread(() -> run(checkpoint, nanos));
    thread.start();
  }

  private void run(Runnable checkpoint, long nanos) {
    long next = System.nanoTime() + nanos;
    while (!ended) {
      LockSupport.parkNanos(this, next - System.nanoTime());
      boolean ignored = Thread.interrupted();
      if (!ended && next - System.nanoTime() <= 0) {
        try {
          checkpoint.run();
        } catch (Throwable failed) {
          // Whoever asks for admission next is told the reason, and refused.
        }
        next = System.nanoTime() + nanos;
      }
    }
  }

  /** Ends it, and waits until what it does now is done. */
  void end() {
    ended = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive() && thread != Thread.currentThread()) {
      try {
        thread.join();
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
