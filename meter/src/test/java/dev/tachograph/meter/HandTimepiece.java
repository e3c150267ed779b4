package dev.tachograph.meter;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** Clocks of threads that are turned by hand, and a watchdog that wakes up when it is told to. */
class HandTimepiece implements Timepiece {
  private final Map<Thread, Long> cpu = new ConcurrentHashMap<>();
  private final AtomicLong reads = new AtomicLong();
  private final Semaphore wakes = new Semaphore(0);
  private final Semaphore sleeps = new Semaphore(0);
  private volatile long nanos = Long.MAX_VALUE - 1000; // as of System.nanoTime, they may pass over
  private volatile long asked;

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Measures of(Thread thread) {
    reads.incrementAndGet();
    return new Measures(cpu.getOrDefault(thread, 0L), nanos, 0);
  }

  @Override
  public void sleep(Object blocker, long nanos) {
    asked = nanos;
    sleeps.release();
    wakes.acquireUninterruptibly();
  }

  /** How often a thread's clocks were read. */
  long reads() {
    return reads.get();
  }

  /** Only one thread turns. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  HandTimepiece turn(Duration time) {
    nanos += time.toNanos();
    return this;
  }

  /** The thread computes so much. */
  void compute(Thread thread, Duration time) {
    cpu.merge(thread, time.toNanos(), Long::sum);
  }

  /**
   * Waits until the watchdog sleeps, without touching the interrupt of this thread; returns for how
   * long it wants to sleep.
   */
  Duration awaitSleep() {
    while (!sleeps.tryAcquire()) {
      Thread.onSpinWait();
    }
    return Duration.ofNanos(asked);
  }

  void wake() {
    wakes.release();
  }

  /** Lets the watchdog, which sleeps, look once. */
  Duration look() {
    wake();
    return awaitSleep();
  }
}
