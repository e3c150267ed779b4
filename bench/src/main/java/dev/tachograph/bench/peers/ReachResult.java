package dev.tachograph.bench.peers;

import java.util.List;

/**
 * What became of one attack on one peer.
 *
 * @param peer its key
 * @param script category and name
 * @param text what the peer said, or what was wrong
 */
record ReachResult(
    String peer,
    String script,
    ReachOutcome outcome,
    long wallMillis,
    long cpuMillis,
    String text) {
  static final String HEADER = "peer\tscript\toutcome\twallMillis\tcpuMillis\ttext";

  private static final int SHOWN = 160;

  ReachResult {
    String flat = text.replaceAll("\\p{Cntrl}+", " ");
    text = flat.length() > SHOWN ? flat.substring(0, SHOWN) + "..." : flat;
  }

  String toLine() {
    return String.join(
        "\t",
        peer,
        script,
        outcome.name(),
        Long.toString(wallMillis),
        Long.toString(cpuMillis),
        text);
  }

  static ReachResult parse(String line) {
    List<String> columns = List.of(line.split("\t", -1));
    return new ReachResult(
        columns.get(0),
        columns.get(1),
        ReachOutcome.valueOf(columns.get(2)),
        Long.parseLong(columns.get(3)),
        Long.parseLong(columns.get(4)),
        columns.get(5));
  }

  String category() {
    return script.substring(0, script.indexOf('/'));
  }
}
