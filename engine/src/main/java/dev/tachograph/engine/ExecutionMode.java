package dev.tachograph.engine;

/** How Rhino runs scripts. What they use is the same in every mode, but for {@code cpuTime}. */
public enum ExecutionMode {
  /** Interpreted at first, and compiled in the background once a program is hot. */
  ADAPTIVE,
  /**
   * Compiled before the first run, at the cost of whoever runs it; for long runs of few scripts.
   */
  COMPILED,
  /** Always interpreted: starts soonest, runs slowest. */
  INTERPRETED
}
