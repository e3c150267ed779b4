package dev.tachograph.jfr;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** What the events of one ledger have in common. Thread-safe. */
final class Meter {
  /** The name of the scripts that come too late to have figures of their own. */
  static final String OTHER_SCRIPTS = "(other)";

  private static final int SCRIPTS = 10_000;

  /** 41 bits: two of a million JVMs are not likely to have the same, and an event takes 6 bytes. */
  private static final long IDS = 1L << 41;

  private final long id = ThreadLocalRandom.current().nextLong(1, IDS);
  private final long since = System.currentTimeMillis();
  private final AtomicInteger scripts = new AtomicInteger();

  /** Differs between meters. */
  long id() {
    return id;
  }

  /** When its first recording started, in milliseconds since the epoch. */
  long since() {
    return since;
  }

  /** Pairs of script and account that have figures of their own. */
  int scripts() {
    return scripts.get();
  }

  /** Whether one more may have. */
  boolean keepsScript() {
    return scripts.getAndUpdate(n -> Math.min(n + 1, SCRIPTS)) < SCRIPTS;
  }
}
