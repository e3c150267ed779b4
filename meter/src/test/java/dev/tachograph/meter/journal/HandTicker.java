package dev.tachograph.meter.journal;

import dev.tachograph.meter.Ticker;
import java.time.Duration;
import java.time.Instant;

/** A clock that is turned by hand. */
final class HandTicker implements Ticker {
  private Instant now;
  private long nanos;

  HandTicker(String now) {
    this.now = Instant.parse(now);
  }

  synchronized void advance(Duration time) {
    now = now.plus(time);
    nanos += time.toNanos();
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized Instant now() {
    return now;
  }
}
