package dev.tachograph.meter;

import java.time.Instant;

/**
 * Where all time comes from that is not a script's own: of refills, records, checks and
 * checkpoints. Tests pass one that they turn by hand. Implementations are thread-safe.
 */
public interface Ticker {
  /** Nanoseconds since some fixed moment, as {@link System#nanoTime}: they never go back. */
  long nanos();

  /** The time of day. */
  Instant now();

  /** The clocks of this machine. */
  static Ticker system() {
    return SystemTicker.INSTANCE;
  }
}
