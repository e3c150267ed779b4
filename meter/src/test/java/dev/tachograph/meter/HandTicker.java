package dev.tachograph.meter;

import java.time.Duration;
import java.time.Instant;

/** Clocks that are turned by hand. */
public final class HandTicker implements Ticker {
  private volatile Instant now;
  private volatile long nanos = -17; // as of System.nanoTime, only differences mean anything

  public HandTicker(String start) {
    now = Instant.parse(start);
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant now() {
    return now;
  }

  /** Only one thread turns. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  public HandTicker turn(Duration time) {
    now = now.plus(time);
    nanos += time.toNanos();
    return this;
  }

  HandTicker turnTo(String time) {
    return turn(Duration.between(now, Instant.parse(time)));
  }
}
