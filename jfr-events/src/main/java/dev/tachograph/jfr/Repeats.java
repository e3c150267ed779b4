package dev.tachograph.jfr;

/**
 * Decides when a snapshot is taken again: after a change, and now and then without one, because the
 * last snapshot may have been lost. Not thread-safe.
 */
final class Repeats {
  /** After so many rounds without a change. */
  static final int ROUNDS = 6;

  private int quiet = ROUNDS;

  void changed() {
    quiet = ROUNDS;
  }

  /**
   * Counts a round.
   *
   * @param always whether it is due in any case
   */
  boolean due(boolean always) {
    if (always || quiet >= ROUNDS) {
      quiet = 0;
      return true;
    }
    quiet++;
    return false;
  }
}
