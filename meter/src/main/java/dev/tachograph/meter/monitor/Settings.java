package dev.tachograph.meter.monitor;

import java.time.Duration;

/** Checks of what builders are given. */
final class Settings {
  private Settings() {}

  static int atLeast(int least, String what, int given) {
    if (given < least) {
      throw new IllegalArgumentException(
          "%s of %d: it is %d or more".formatted(what, given, least));
    }
    return given;
  }

  static Duration positive(String what, Duration given) {
    if (given.isNegative() || given.isZero()) {
      throw new IllegalArgumentException("%s of %s: it is more than 0".formatted(what, given));
    }
    return given;
  }
}
