package dev.tachograph.bench.peers;

import java.util.List;

/**
 * What became of one attack on one peer.
 *
 * @param peer its key
 * @param script category and name
 * @param digest of its text
 * @param text what the peer said, or what was wrong
 */
record ReachResult(
    String peer,
    String script,
    String digest,
    ReachOutcome outcome,
    long wallMillis,
    long cpuMillis,
    String text) {
  static final String HEADER = "peer\tscript\tdigest\toutcome\twallMillis\tcpuMillis\ttext";

  private static final int COLUMNS = 7;

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
        digest,
        outcome.name(),
        Long.toString(wallMillis),
        Long.toString(cpuMillis),
        text);
  }

  /** Whether it is all of a line: the last one of a process that was killed may be cut off. */
  static boolean isWhole(String line) {
    return line.split("\t", -1).length == COLUMNS;
  }

  static ReachResult parse(String line) {
    List<String> columns = List.of(line.split("\t", -1));
    return new ReachResult(
        columns.get(0),
        columns.get(1),
        columns.get(2),
        ReachOutcome.valueOf(columns.get(3)),
        Long.parseLong(columns.get(4)),
        Long.parseLong(columns.get(5)),
        columns.get(6));
  }

  /** What became of it beside what it ended with. */
  ReachResult as(ReachOutcome other, String why) {
    return new ReachResult(peer, script, digest, other, wallMillis, cpuMillis, why);
  }

  String category() {
    return script.substring(0, script.indexOf('/'));
  }
}
