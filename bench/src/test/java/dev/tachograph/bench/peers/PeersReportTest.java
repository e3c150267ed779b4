package dev.tachograph.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.bench.LeftOut;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeersReportTest {
  private final PeerFigures ours = new PeerFigures(Peer.TACHOGRAPH);
  private final PeerFigures theirs = new PeerFigures(Peer.GRAALJS);
  private final LeftOut leftOut = new LeftOut();
  private final PeersReport report =
      new PeersReport(
          List.of(ours, theirs),
          List.of(new PeerProgram("fib", "calls", 1), new PeerProgram("bits", "numeric", 1)),
          leftOut);

  @Test
  void ratiosAreOfTheSameWorkOnly() {
    program(ours, "fib", "6765", 200, 100);
    program(theirs, "fib", "6765", 50, 40);
    program(ours, "bits", "40960", 100, 50);
    program(theirs, "bits", "40961", 100, 100);

    assertThat(report.markdown())
        .contains("| Tachograph, agent | 2.00 | 2.00 | 2.00 |")
        .contains("| GraalJS community, interpreted | 1.25 | 1.00 | 1.12 |")
        .contains("| GraalJS community, interpreted | 4.00 | - | 4.00 |");
  }

  @Test
  void whatCouldNotBeMeasuredSaysWhy() {
    ours.put("together.1000", "failed: 3 of 1000, \"heap\"");
    theirs.put("exact.least", 10);
    theirs.put("exact.most", 12);

    assertThat(report.markdown())
        .contains("| failed: 3 of 1000 heap |")
        .contains("| 10 to 12 | no |");
    assertThat(report.csv()).contains("graaljs,exact.most,12.0");
    assertThat(report.json(Map.of())).contains("\"exact.least\": 10.0");
  }

  @Test
  void whoWasLeftOutIsSaid() {
    assertThat(report.markdown()).doesNotContain("Left out");
    leftOut.add("quickjs", "the time was up");

    assertThat(report.markdown()).endsWith("\nLeft out:\n\n- quickjs: the time was up\n");
    assertThat(report.json(Map.of()))
        .containsPattern("\"leftOut\": \\[\\s*\"quickjs: the time was up\"");
  }

  private static void program(
      PeerFigures figures, String name, String result, double limited, double unlimited) {
    figures.put("limited." + name + ".result", result);
    figures.put("limited." + name + ".cpuMicros", limited);
    figures.put("unlimited." + name + ".cpuMicros", unlimited);
  }
}
