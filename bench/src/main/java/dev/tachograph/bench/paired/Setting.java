package dev.tachograph.bench.paired;

import java.util.Locale;

/**
 * Where programs are measured.
 *
 * @param jdk the name of the JDK
 * @param mode how Rhino runs them
 */
record Setting(String jdk, Mode mode) {
  static Setting of(Sample sample) {
    return new Setting(sample.jdk(), sample.mode());
  }

  /**
   * What keys of results begin with and have in the middle. The JDK that runs the benchmark is not
   * named.
   *
   * @param variant whose results they are
   */
  String key(Variant variant) {
    String own = variant.resultKey() + "." + mode.key() + ".";
    return jdk.equals(Jdk.own().name()) ? own : jdk + "." + own;
  }

  String title() {
    return mode.key() + ", " + jdk.toUpperCase(Locale.ROOT).replace("JDK", "JDK ");
  }
}
