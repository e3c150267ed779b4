package dev.tachograph.engine;

import dev.tachograph.meter.Ticker;
import java.time.Instant;

/** Clocks that tests turn. */
final class Tickers {
  private Tickers() {}

  /** One that shows what the array holds. */
  static Ticker of(long[] nanos) {
    return new Ticker() {
      @Override
      public long nanos() {
        return nanos[0];
      }

      @Override
      public Instant now() {
        return Instant.ofEpochSecond(0, nanos[0]);
      }
    };
  }
}
