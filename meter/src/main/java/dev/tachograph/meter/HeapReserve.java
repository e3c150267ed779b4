package dev.tachograph.meter;

import org.jspecify.annotations.Nullable;

/**
 * Memory that is given up when the JVM has no more, so that a breach can be told and an evaluation
 * be ended. One for all ledgers: they share the heap.
 */
final class HeapReserve {
  private static final long SMALLEST = 1L << 20;
  private static final long LARGEST = 32L << 20;

  /**
   * A collector that works by regions makes room only by whole ones: G1's are a 2048th of the heap,
   * between 1 and 32 MB, and an array of that size has regions of its own.
   */
  private static final int BYTES =
      (int) Math.max(SMALLEST, Math.min(Runtime.getRuntime().maxMemory() / 1024, LARGEST));

  private static volatile byte @Nullable [] reserve = new byte[BYTES];

  private HeapReserve() {}

  /** Makes room. */
  static void release() {
    reserve = null;
  }

  /**
   * An evaluation begins. Not at the end of one: what was told of the full heap then still has to
   * be handed on, and the host may hold what filled it.
   */
  static void refill() {
    if (reserve == null) {
      try {
        reserve = new byte[BYTES];
      } catch (OutOfMemoryError others) {
        // The next one tries again.
      }
    }
  }
}
