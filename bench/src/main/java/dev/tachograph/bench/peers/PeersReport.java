package dev.tachograph.bench.peers;

import dev.tachograph.bench.LeftOut;
import dev.tachograph.meter.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What was measured, for people and for programs. */
final class PeersReport {
  private final List<PeerFigures> all;
  private final List<PeerProgram> programs;
  private final LeftOut leftOut;

  PeersReport(List<PeerFigures> all, List<PeerProgram> programs, LeftOut leftOut) {
    this.leftOut = leftOut;
    this.all = all;
    this.programs = programs;
  }

  String markdown() {
    return String.join("\n", evaluations(), stops(), overheads(), speeds()) + leftOut.markdown();
  }

  private String evaluations() {
    StringBuilder text =
        new StringBuilder(
            """
            | peer | start-up ms | of CPU ms | small us | 99 % | medium us | 99 % | a second, 1 | 10 | 1,000 at once |
            |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            """);
    for (PeerFigures own : all) {
      row(
          text,
          own.peer().title(),
          own.cell("start.wallMillis", "%.0f"),
          own.cell("start.cpuMillis", "%.0f"),
          own.cell("small.medianMicros", "%.0f"),
          own.cell("small.p99Micros", "%.0f"),
          own.cell("medium.medianMicros", "%.0f"),
          own.cell("medium.p99Micros", "%.0f"),
          own.cell("together.1", "%.0f"),
          own.cell("together.10", "%.0f"),
          own.cell("together.1000", "%.0f"));
    }
    return text.toString();
  }

  private String stops() {
    StringBuilder text =
        new StringBuilder(
            """
            | peer | what it can limit | what it reports | calls until it stopped | same twice | it said |
            |---|---|---|---:|---|---|
            """);
    for (PeerFigures own : all) {
      String least = own.cell("exact.least", "%.0f");
      String most = own.cell("exact.most", "%.0f");
      boolean known = own.number("exact.least").isPresent();
      row(
          text,
          own.peer().title(),
          own.peer().limits(),
          own.peer().reports(),
          !known ? own.text("exact.ticks") : least.equals(most) ? least : least + " to " + most,
          !known ? "-" : least.equals(most) ? "yes" : "no",
          own.text("exact.reported"));
    }
    return text.toString();
  }

  /** CPU of a limited run to that of an unlimited one of the same peer. */
  private String overheads() {
    StringBuilder text = head("limited to its own unlimited run");
    for (PeerFigures own : all) {
      List<OptionalDouble> ratios = new ArrayList<>();
      for (PeerProgram program : programs) {
        ratios.add(PeerFigures.ratio(cpu(own, program, true), cpu(own, program, false)));
      }
      row(text, own.peer().title(), ratios);
    }
    return text.toString();
  }

  /** CPU of our agent's limited run to that of a peer's: more than 1 where the peer is ahead. */
  private String speeds() {
    StringBuilder text = head("times as fast as Tachograph's agent, both limited");
    PeerFigures ours =
        all.stream().filter(own -> own.peer() == Peer.TACHOGRAPH).findFirst().orElse(null);
    if (ours == null) {
      return "";
    }
    for (PeerFigures own : all) {
      List<OptionalDouble> ratios = new ArrayList<>();
      for (PeerProgram program : programs) {
        boolean same = result(own, program).equals(result(ours, program));
        ratios.add(
            same
                ? PeerFigures.ratio(cpu(ours, program, true), cpu(own, program, true))
                : OptionalDouble.empty());
      }
      row(text, own.peer().title(), ratios);
    }
    return text.toString();
  }

  private StringBuilder head(String title) {
    StringBuilder text = new StringBuilder("| ").append(title);
    programs.forEach(
        program ->
            text.append(" | ")
                .append(program.name())
                .append(" (")
                .append(program.kind())
                .append(")"));
    text.append(" | geomean |\n|---|").append("---:|".repeat(programs.size() + 1)).append('\n');
    return text;
  }

  private static OptionalDouble cpu(PeerFigures own, PeerProgram program, boolean limited) {
    return own.number((limited ? "limited." : "unlimited.") + program.name() + ".cpuMicros");
  }

  /** As text: a number is printed with a fraction by some. */
  private static String result(PeerFigures own, PeerProgram program) {
    return own.text("limited." + program.name() + ".result");
  }

  private static void row(StringBuilder text, String title, List<OptionalDouble> ratios) {
    List<String> cells = new ArrayList<>(List.of(title));
    double logs = 0;
    int count = 0;
    for (OptionalDouble ratio : ratios) {
      cells.add(ratio.isPresent() ? "%.2f".formatted(ratio.getAsDouble()) : "-");
      if (ratio.isPresent()) {
        logs += Math.log(ratio.getAsDouble());
        count++;
      }
    }
    cells.add(count == 0 ? "-" : "%.2f".formatted(Math.exp(logs / count)));
    row(text, cells.toArray(String[]::new));
  }

  private static void row(StringBuilder text, String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  String json(Map<String, String> environment) {
    Map<String, @Nullable Object> root = new LinkedHashMap<>();
    root.put("environment", environment);
    root.put(LeftOut.KEY, leftOut.all());
    all.forEach(own -> root.put(own.peer().key(), own.toMap()));
    return Json.write(root) + "\n";
  }

  String csv() {
    StringBuilder text = new StringBuilder("peer,figure,value\n");
    all.forEach(
        own ->
            own.toMap()
                .forEach(
                    (name, value) ->
                        text.append("%s,%s,%s%n".formatted(own.peer().key(), name, value))));
    return text.toString();
  }
}
