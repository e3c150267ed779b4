package dev.tachograph.engine;

/**
 * The scopes of an engine.
 *
 * @param available built ahead, and ready to be taken
 * @param inUse by evaluations that run now
 * @param taken since the engine was made
 * @param misses of these, how many had to be built while their script waited
 */
public record ScopeMetrics(int available, int inUse, long taken, long misses) {
  /** All scopes that there are now. */
  public int total() {
    return available + inUse;
  }

  /** The share of scopes that are in use, from 0 to 1; 0 without any. */
  public double utilization() {
    return total() == 0 ? 0 : (double) inUse / total();
  }
}
