package dev.tachograph.jfr.fleet;

import dev.tachograph.meter.management.GovernorMXBean;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A JVM that was reached: its events go into a reader while this is open. Thread-safe. */
interface JvmLink extends AutoCloseable {
  /**
   * What stops accounts there; its methods fail with unchecked exceptions, or hang with the JVM.
   */
  GovernorMXBean governor();

  /** Whether its events come; from then on all that it does is known. */
  boolean isHeard();

  /** The number in its events; 0 until one came. */
  long meter();

  /** How long nothing was heard of it. */
  Duration silence();

  /** Completes when the JVM is gone, or the way to it. */
  CompletableFuture<Void> lost();

  /** Reads what has come, and ends; does not wait long for a JVM that hangs. */
  @Override
  void close();
}
