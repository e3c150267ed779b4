package dev.tachograph.bench.paired;

import java.util.Locale;

/** How Rhino runs scripts. */
enum Mode {
  COMPILED,
  INTERPRETED;

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Mode of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
