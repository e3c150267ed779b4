package dev.tachograph.bench.paired;

import java.util.Locale;

/** How Rhino runs scripts. */
public enum Mode {
  /** To Java classes. */
  COMPILED,
  /** Nothing is compiled. */
  INTERPRETED;

  /** The name in results. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Mode of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
