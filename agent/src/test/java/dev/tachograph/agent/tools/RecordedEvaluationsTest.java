package dev.tachograph.agent.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.jfr.reader.AccountFigures;
import dev.tachograph.jfr.reader.CostProfile;
import dev.tachograph.jfr.reader.Coverage;
import dev.tachograph.jfr.reader.FlightRecord;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of evaluations that are not there. */
class RecordedEvaluationsTest {
  private static EvaluationRecord evaluation(long id) {
    return new EvaluationRecord(
        id, "shop", "a.js", "main", Instant.EPOCH, Duration.ZERO, null, Usage.none(), null);
  }

  @Test
  void whatWasLostLeftOutOrStillRunningIsCounted() {
    RecordedEvaluations evaluations =
        new RecordedEvaluations(
            new FlightRecord(
                Usage.none(),
                List.of(
                    new AccountFigures(
                        "shop",
                        null,
                        Usage.none(),
                        null,
                        new Coverage(5, 40, 300),
                        new Coverage(0, 0, 0))),
                List.of(),
                List.of(),
                List.of(evaluation(4), evaluation(5)),
                List.of(evaluation(6)),
                List.of(),
                CostProfile.NONE,
                77,
                0));
    assertThat(evaluations.all()).hasSize(2);
    assertThat(evaluations.missing().lines())
        .containsExactly(
            "Evaluations that ended: 345, of which 5 were read, 40 came before the recording, and"
                + " 300 were lost or not recorded",
            "Too many, so the earliest were left out: 3",
            "Seen running and not ending, and in no total: 1",
            "Flight Recorder lost 77 bytes of events.");
    assertThat(evaluations.missingMap().toString())
        .isEqualTo(
            "{ended={read=5, earlier=40, lost=300}, leftOut=3, running=1, bytes=77, unreadable=0}");
  }
}
