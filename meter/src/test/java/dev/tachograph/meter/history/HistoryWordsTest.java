package dev.tachograph.meter.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Words for terminals. */
class HistoryWordsTest {
  @Test
  void namesCannotSteerATerminal() {
    List<EvaluationRecord> records =
        List.of(
            EvaluationRecord.ofMap(
                Map.of(
                    "id", 1L,
                    "account", "shop\u001b[2J",
                    "script", "a\nscript b.js: 9 evaluations",
                    "thread", "main",
                    "start", "2026-03-01T10:00:00Z",
                    "durationNanos", 5L,
                    "outcome", "completed",
                    "usage", Map.of("iterations", 10L))));
    assertThat(
            HistoryWords.of(
                Recommendation.of(records, Grouping.SCRIPT, Recommendation.Basis.MAXIMUM, 50)))
        .startsWith("script a?script b.js: 9 evaluations: 1 evaluations");
    Limits five = Limits.builder().perEvaluation(Resource.ITERATIONS, 5).build();
    assertThat(HistoryWords.of(Replay.of(records, five, Grouping.ACCOUNT)))
        .contains("account shop?[2J: stopped: iterations used 10, limit 5, script a?script b.js");
  }

  @Test
  void nothingIsSaidToBeNothing() {
    assertThat(HistoryWords.of(List.of())).isEqualTo("no records");
  }
}
