package dev.tachograph.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.bench.LeftOut;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReachReportTest {
  private static final List<ReachResult> RESULTS =
      List.of(
          result("tachograph", "a/one", ReachOutcome.STOPPED),
          result("tachograph", "a/two", ReachOutcome.LATE),
          result("tachograph", "a/three", ReachOutcome.COMPLETED),
          result("graaljs", "a/one", ReachOutcome.STOPPED),
          result("graaljs", "a/two", ReachOutcome.OUT_OF_MEMORY),
          result("graaljs", "a/three", ReachOutcome.NOT_APPLICABLE));

  private final LeftOut leftOut = new LeftOut();

  @Test
  void everyPeerHasARowAndWhatDidNotHoldIsListed() {
    String text = new ReachReport(RESULTS, leftOut).markdown();

    assertThat(text)
        .contains(
            "| Tachograph, agent | 2 of 3 | 1 of 2 | 1 | 0 | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |")
        .contains("| GraalJS community, interpreted | 1 of 2 | 1 of 2 |")
        .contains("| a/two | tachograph | late | 7 | a / b &lt; c |")
        .contains("| a/two | graaljs | out of memory |")
        .doesNotContain("| a/one |")
        .doesNotContain("| a/three |");
  }

  @Test
  void programsGetTheSameNumbers() {
    assertThat(new ReachReport(RESULTS, leftOut).json(Map.of("java", "17")))
        .contains("\"scriptsForAll\": 2", "\"heldOfThoseForAll\": 1", "\"out of memory\": 1");
  }

  @Test
  void whoWasLeftOutIsSaid() {
    leftOut.add("quickjs", "there is no node");
    ReachReport report = new ReachReport(RESULTS, leftOut);

    assertThat(report.markdown()).endsWith("\nLeft out:\n\n- quickjs: there is no node\n");
    assertThat(report.json(Map.of())).contains("\"quickjs: there is no node\"");
  }

  private static ReachResult result(String peer, String script, ReachOutcome outcome) {
    return new ReachResult(peer, script, "digest", outcome, 7, 6, "a | b < c");
  }
}
