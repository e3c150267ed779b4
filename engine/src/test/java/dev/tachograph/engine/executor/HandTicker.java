package dev.tachograph.engine.executor;

import dev.tachograph.meter.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Clocks that are turned by hand. They start close to where nanoseconds overflow. */
final class HandTicker implements Ticker {
  private static final long START = Long.MAX_VALUE - 1_000_000;

  private final AtomicLong nanos = new AtomicLong(START);

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(nanos.get() - START);
  }

  void turn(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
