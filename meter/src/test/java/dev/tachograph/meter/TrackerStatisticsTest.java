package dev.tachograph.meter;

import static dev.tachograph.meter.Resource.EVALUATIONS;
import static dev.tachograph.meter.Resource.HELD_BYTES;
import static dev.tachograph.meter.Resource.HOST_CALLS;
import static dev.tachograph.meter.Resource.WALL_TIME;
import static dev.tachograph.meter.Trackers.breach;
import static dev.tachograph.meter.Trackers.charge;
import static dev.tachograph.meter.Trackers.pass;
import static dev.tachograph.meter.Trackers.tracker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a tracker says of its evaluations when they have ended, and what a reset leaves. */
class TrackerStatisticsTest {
  @Test
  void statisticsCountEveryEnd() throws Exception {
    HandTicker ticker = new HandTicker("2026-01-01T00:00:00Z");
    ResourceTracker tracker =
        ResourceTracker.standalone(
            "t",
            Limits.builder().perEvaluation(HOST_CALLS, 3).total(EVALUATIONS, 5).build(),
            ticker);
    tracker.run(() -> ticker.turn(java.time.Duration.ofMillis(30)));
    pass(tracker, 1);
    assertThatThrownBy(
            () ->
                tracker.run(
                    () -> {
                      throw new java.io.IOException("no");
                    }))
        .hasMessage("no");
    breach(() -> tracker.run(() -> charge(tracker, 4)));
    tracker.run(() -> charge(tracker, 3));
    breach(() -> pass(tracker, 1));
    Statistics statistics = tracker.statistics();
    assertThat(statistics.requests()).isEqualTo(6);
    assertThat(statistics.completed()).isEqualTo(3);
    assertThat(statistics.failed()).isEqualTo(1);
    assertThat(statistics.limitExceeded()).isEqualTo(1);
    assertThat(statistics.denied()).isEqualTo(1);
    assertThat(statistics.violations()).isEqualTo(2);
    assertThat(statistics.failureRate()).isEqualTo(0.5);
    assertThat(statistics.totalDuration()).hasMillis(30);
    assertThat(statistics.averageDuration()).hasMillis(6);
    assertThat(statistics.largest().get(HOST_CALLS)).isEqualTo(3);
    assertThat(Statistics.ofMap(statistics.toMap())).isEqualTo(statistics);
    assertThat(tracker.history()).hasSize(6);
    assertThat(tracker.history().get(0).start()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(tracker.history().get(0).duration()).hasMillis(30);
    assertThat(tracker.history().get(1).start()).isEqualTo("2026-01-01T00:00:00.030Z");
  }

  @Test
  void historyKeepsTheLastOnesAndIsACopy() throws Exception {
    ResourceTracker tracker = tracker(Limits.builder());
    pass(tracker, 101);
    List<EvaluationRecord> history = tracker.history();
    assertThat(history).hasSize(100);
    assertThat(history.get(0).id()).isEqualTo(2);
    assertThat(history.get(99).id()).isEqualTo(101);
    tracker.setHistorySize(2);
    assertThat(tracker.history()).extracting(EvaluationRecord::id).containsExactly(100L, 101L);
    tracker.setHistorySize(0);
    pass(tracker, 1);
    assertThat(tracker.history()).isEmpty();
    assertThat(history).hasSize(100);
    assertThat(tracker.statistics().requests()).isEqualTo(102);
    for (EvaluationRecord record : history) {
      assertThat(EvaluationRecord.ofMap(record.toMap())).isEqualTo(record);
    }
  }

  @Test
  void resetStartsFromNothing() throws Exception {
    ResourceTracker tracker = tracker(Limits.builder().total(EVALUATIONS, 2).total(HOST_CALLS, 9));
    ResourceGuard held = tracker.memoryGuard(8);
    tracker.charge(HOST_CALLS, 9);
    pass(tracker, 2);
    assertThat(tracker.isExhausted()).isTrue();
    tracker.reset();
    assertThat(tracker.isExhausted()).isFalse();
    assertThat(tracker.history()).isEmpty();
    assertThat(tracker.statistics().requests()).isZero();
    assertThat(tracker.usage().get(EVALUATIONS)).isZero();
    assertThat(tracker.usage().get(HELD_BYTES)).isEqualTo(8);
    held.close();
    pass(tracker, 2);
    assertThat(tracker.limits().total(HOST_CALLS)).hasValue(9);
  }

  @Test
  void resetWithinAnEvaluationKeepsOnlyWhatComesAfter() throws Exception {
    ResourceTracker tracker = tracker(Limits.builder());
    Usage usage =
        tracker
            .run(
                () -> {
                  tracker.charge(HOST_CALLS, 5);
                  tracker.reset();
                  tracker.charge(HOST_CALLS, 2);
                  return "";
                })
            .usage();
    assertThat(usage.get(HOST_CALLS)).isEqualTo(7);
    assertThat(tracker.usage().get(HOST_CALLS)).isEqualTo(2);
    assertThat(tracker.usage().get(WALL_TIME)).isLessThanOrEqualTo(usage.get(WALL_TIME));
  }
}
