package dev.tachograph.bench.paired;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.Stream;

/** A copy of Rhino in a class loader of its own. */
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
  LIMITED("limited", "limited"),
  /** With the meter, while Flight Recorder records its events. */
  RECORDED("recording", "recorded"),
  /** With the meter, and costs charged to functions and lines. */
  ATTRIBUTED("attribution", "attributed"),
  /** With nothing counted but what script code does: rounds of its loops and calls. */
  COUNTS("counts", "iterations and calls", "iterations+functionCalls"),
  /** With nothing counted but this, as the variants that follow. */
  ITERATIONS("iterations", "iterations"),
  FUNCTION_CALLS("functionCalls", "calls"),
  ALLOCATED_BYTES("allocatedBytes", "bytes"),
  NATIVE_STEPS("nativeSteps", "native steps"),
  STACK("stack", "stack");

  private final String key;
  private final String title;
  private final String counted;

  Variant(String key, String title) {
    this(key, title, key);
  }

  Variant(String key, String title, String counted) {
    this.key = key;
    this.title = title;
    this.counted = counted;
  }

  /** The name in results. */
  String key() {
    return key;
  }

  /** The name in tables. */
  String title() {
    return title;
  }

  /** All that take turns with the plain copy. */
  static List<Variant> compared() {
    return Stream.of(values()).filter(variant -> variant != PLAIN).toList();
  }

  boolean isMetered() {
    return compareTo(METERED) >= 0;
  }

  /** Whether all resources are counted, so that counts can be compared. */
  boolean countsAll() {
    return isMetered() && !isPartial();
  }

  /** Whether only some resources are counted, most often one. */
  boolean isPartial() {
    return compareTo(COUNTS) >= 0;
  }

  /** What its results are named by: metered variants tell which resources they count. */
  String resultKey() {
    return this == METERED ? "metering.all" : isPartial() ? "metering." + key : key;
  }

  /** For the agent's start. */
  String agentOptions() {
    String usual = "account=script";
    if (this == ATTRIBUTED) {
      return usual + ",attribution=function";
    }
    return isPartial() ? usual + ",only=" + counted : usual;
  }

  /** The variant of this key, which a measurement wrote. */
  static Variant any(String key) {
    return PLAIN.key.equals(key) ? PLAIN : of(key);
  }

  /**
   * The variant of this key.
   *
   * @throws IllegalArgumentException if there is none; the message has those that there are
   */
  static Variant of(String key) {
    return compared().stream()
        .filter(variant -> variant.key.equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown variant '"
                        + key
                        + "'; they are "
                        + compared().stream().map(Variant::key).collect(joining(", "))));
  }
}
