package dev.tachograph.bench.peers;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Who is compared, ourselves included. */
enum Peer {
  /** Our agent under a host of Rhino. */
  TACHOGRAPH(
      "Tachograph, agent",
      "rhino",
      "iterations, calls, bytes before they are allocated, native steps, stack, source, CPU and wall"
          + " time",
      "usage of every resource, exact; which limit, where"),
  /** Our engine. */
  SANDBOX(
      "Tachograph, sandbox",
      "sandbox",
      "the same, and output, host calls",
      "the same, as a result value"),
  /** What Rhino brings. */
  OBSERVER(
      "Rhino's observer",
      "rhino",
      "instructions of script code, and through them time",
      "instructions, to the next 10,000"),
  /** A sandbox around Rhino. */
  DELIGHT_RHINO("delight-rhino-sandbox", "delight-rhino", "instructions, duration", "which limit"),
  /** A sandbox around Nashorn. */
  DELIGHT_NASHORN(
      "Nashorn with delight-nashorn-sandbox",
      "delight-nashorn",
      "CPU time, allocated bytes of a thread",
      "which limit"),
  /** GraalJS on an ordinary JVM. */
  GRAALJS(
      "GraalJS community, interpreted",
      "graaljs",
      "statements; time by closing the Context",
      "statements, exact"),
  /** GraalJS on a JVM with its compiler. */
  GRAALJS_JIT(
      "GraalJS community, with its compiler",
      "graaljs",
      "statements; time by closing the Context",
      "statements, exact"),
  /** QuickJS in WebAssembly. */
  QUICKJS(
      "quickjs-emscripten", "node", "held memory, stack, interrupt cycles, time", "held memory"),
  /** V8's own isolates. */
  ISOLATED_VM("isolated-vm", "node", "held memory, wall time", "CPU and wall time, held memory");

  private final String title;
  private final String folder;
  private final String limits;
  private final String reports;

  Peer(String title, String folder, String limits, String reports) {
    this.title = title;
    this.folder = folder;
    this.limits = limits;
    this.reports = reports;
  }

  /** What options and files call it. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String title() {
    return title;
  }

  /** The folder of what it consists of. */
  String folder() {
    return folder;
  }

  /** What it can limit. */
  String limits() {
    return limits;
  }

  /** What it says of an evaluation. */
  String reports() {
    return reports;
  }

  boolean isNode() {
    return folder.equals("node");
  }

  /** Runs in pure Java without a special JVM. */
  boolean isPureJava() {
    return !isNode() && this != GRAALJS_JIT;
  }

  /** Whether it can be told how much work a script may do, and not only for how long. */
  boolean limitsWork() {
    return this != DELIGHT_NASHORN && this != ISOLATED_VM;
  }

  boolean isOurs() {
    return this == TACHOGRAPH || this == SANDBOX;
  }

  /** What drives it. Unlimited runs of ours, and of the observer, are those of Rhino alone. */
  String driver(boolean limited) {
    if (!limited && (isOurs() || this == OBSERVER)) {
      return "rhino";
    }
    return this == GRAALJS_JIT ? GRAALJS.key() : key();
  }

  /** Whether its processes need our agent. */
  boolean hasAgent(boolean limited) {
    return isOurs() && limited;
  }

  static Peer of(String key) {
    return Arrays.stream(values())
        .filter(peer -> peer.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no peer is named '%s'; there are %s"
                        .formatted(
                            key,
                            Arrays.stream(values())
                                .map(Peer::key)
                                .collect(Collectors.joining(", ")))));
  }

  static List<Peer> all() {
    return List.of(values());
  }
}
