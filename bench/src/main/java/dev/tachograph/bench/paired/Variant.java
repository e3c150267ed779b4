package dev.tachograph.bench.paired;

/** The copies of Rhino that take turns; each has a class loader of its own. */
enum Variant {
  /** Rhino as it is: what the others are compared with. */
  PLAIN("plain", "plain"),
  /** The same again: how far its ratio is from 1 tells what the measurement cannot tell. */
  AGAIN("aa", "A/A"),
  /** Rhino's own instruction observer. */
  OBSERVED("observer", "observer"),
  /** With the meter, without limits. */
  METERED("metering", "metered"),
  /** With the meter and with limits that are never reached. */
  LIMITED("limited", "limited");

  private final String key;
  private final String title;

  Variant(String key, String title) {
    this.key = key;
    this.title = title;
  }

  /** The name in results. */
  String key() {
    return key;
  }

  /** The name in tables. */
  String title() {
    return title;
  }

  boolean isMetered() {
    return this == METERED || this == LIMITED;
  }
}
