package dev.tachograph.agent;

import dev.tachograph.meter.attribution.Attribution;
import dev.tachograph.meter.internal.BackgroundThreads;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Looks at what scripts are doing, some hundred times a second. */
final class CpuSampler {
  private static final long PERIOD_NANOS = 10_000_000;
  private static final AtomicBoolean STARTED = new AtomicBoolean();

  private CpuSampler() {}

  /** Starts to look; once for a JVM. */
  static void start(Attribution attribution) {
    if (STARTED.compareAndSet(false, true)) {
      new BackgroundThreads("tachograph-attribution")
          .newThread(
              () -> {
                while (true) {
                  LockSupport.parkNanos(PERIOD_NANOS);
                  attribution.sample();
                }
              })
          .start();
    }
  }
}
