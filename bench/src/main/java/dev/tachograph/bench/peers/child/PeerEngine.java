package dev.tachograph.bench.peers.child;

import org.jspecify.annotations.Nullable;

/** A peer behind its normal interface, with its normal safety features on. */
public interface PeerEngine {
  /**
   * Evaluates a script in a scope of its own, as the peer's documentation keeps scripts apart.
   *
   * <p>May be called by several threads at once.
   *
   * @param host what the script is given; null for nothing
   */
  Ended evaluate(String source, Bounds bounds, @Nullable Host host);
}
