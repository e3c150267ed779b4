package dev.tachograph.bench.accuracy;

import java.util.Locale;

/**
 * What an evaluation of a program did. Only evaluations of one phase are compared with each other.
 */
enum Phase {
  /**
   * Made a scope with standard objects, and parsed and ran the program's scripts in it, for the
   * first time in its JVM. What Rhino has once for all scopes is made then.
   */
  FIRST_LOAD,
  /** Did it again, in another scope. */
  LATER_LOAD,
  /** Called {@code run} for the first time in its scope. */
  FIRST_RUN,
  /** Called it again. */
  LATER_RUN;

  /** The name in results. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean isLoad() {
    return this == FIRST_LOAD || this == LATER_LOAD;
  }
}
