package dev.tachograph.bench.accuracy;

import java.util.Locale;

/**
 * What an evaluation of a program did. Only evaluations of one phase are compared with each other.
 */
enum Phase {
  /** Made a scope with standard objects, and parsed and ran the program's scripts in it. */
  LOAD,
  /** Called {@code run} for the first time in that scope. */
  FIRST,
  /** Called it again. */
  LATER;

  /** The name in results. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
