package dev.tachograph.bench.peers.child;

/**
 * What an evaluation may take, in the units that peers have. Each peer applies those that it can.
 *
 * @param count instructions, statements or iterations: what the peer counts
 * @param millis CPU or wall time: what the peer measures
 * @param bytes of memory, held or allocated: what the peer measures
 */
public record Bounds(long count, long millis, long bytes) {
  /** No limit is set: the peer as it is without any. */
  public static final Bounds NONE = new Bounds(0, 0, 0);

  /** All limits are set, and far away. */
  public static final Bounds FAR = new Bounds(2_000_000_000L, 60_000, 1L << 40);

  /** What attacks are given. */
  public static final Bounds ATTACK = new Bounds(10_000_000, 1_000, 64L << 20);

  /** A count alone, for peers that have one; others are given the time. */
  public static Bounds exactly(long count, long millis) {
    return new Bounds(count, millis, 1L << 40);
  }

  /** Whether nothing is limited. */
  public boolean none() {
    return count == 0;
  }
}
