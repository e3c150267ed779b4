package dev.tachograph.engine.executor;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** Work that runs until it is let go. It tells how it was asked to end, and goes then. */
final class Gate implements Callable<String> {
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);
  volatile CancelCause cause;

  @Override
  public String call() throws InterruptedException {
    started.countDown();
    open.await();
    return "gone";
  }

  void cancel(CancelCause why) {
    cause = why;
    open.countDown();
  }

  void open() {
    open.countDown();
  }

  Gate awaitStart() throws InterruptedException {
    started.await();
    return this;
  }
}
