package dev.tachograph.meter;

import static dev.tachograph.meter.Resource.CONCURRENT_OPERATIONS;
import static dev.tachograph.meter.Resource.HELD_BYTES;
import static dev.tachograph.meter.Trackers.breach;
import static dev.tachograph.meter.Trackers.pass;
import static dev.tachograph.meter.Trackers.tracker;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What guards hold, and for how long. */
class ResourceGuardTest {
  @Test
  void guardsHoldUntilTheyAreClosedOnce() throws Exception {
    ResourceTracker tracker = tracker(Limits.builder().total(HELD_BYTES, 100));
    try (ResourceGuard first = tracker.memoryGuard(60)) {
      ResourceGuard second = tracker.memoryGuard(40);
      assertThat(breach(() -> tracker.memoryGuard(1)).used()).isEqualTo(101);
      second.close();
      second.close();
      assertThat(tracker.limitStatus().get(HELD_BYTES))
          .isEqualTo(new LimitStatus("t", HELD_BYTES, 60, 100, 40));
      tracker.memoryGuard(40).close();
      assertThat(first.amount()).isEqualTo(60);
    }
    assertThat(tracker.limitStatus().get(HELD_BYTES).used()).isZero();
    assertThat(tracker.usage().get(HELD_BYTES)).isEqualTo(100); // the most at one time
    assertThat(tracker.isExhausted()).isFalse();
    pass(tracker, 1);
  }

  @Test
  void anEvaluationHasItsOwnBoundOnWhatItHolds() throws Exception {
    ResourceTracker tracker = tracker(Limits.builder().perEvaluation(HELD_BYTES, 10));
    tracker.memoryGuard(50); // outside of evaluations only totals bound
    long peak =
        tracker
            .run(
                () -> {
                  tracker.memoryGuard(4).close();
                  return tracker.memoryGuard(7).amount();
                })
            .usage()
            .get(HELD_BYTES);
    assertThat(peak).isEqualTo(7);
    assertThat(breach(() -> tracker.run(() -> tracker.memoryGuard(11))).limit()).isEqualTo(10);
  }

  @Test
  void evaluationsAndGuardedOperationsCountAsConcurrent() throws Exception {
    ResourceTracker tracker = tracker(Limits.builder().total(CONCURRENT_OPERATIONS, 2));
    try (ResourceGuard operation = tracker.concurrencyGuard()) {
      assertThat(operation.amount()).isEqualTo(1);
      tracker.run(
          () -> {
            assertThat(breach(tracker::concurrencyGuard).used()).isEqualTo(3);
            return "";
          });
    } catch (LimitExceededError sticky) {
      assertThat(sticky.breach().resource()).isEqualTo(CONCURRENT_OPERATIONS);
    }
    try (ResourceGuard one = tracker.concurrencyGuard();
        ResourceGuard two = tracker.concurrencyGuard()) {
      assertThat(tracker.isExhausted()).isTrue();
      Breach denied = breach(() -> pass(tracker, 1));
      assertThat(denied.denied()).isTrue();
      assertThat(denied.used()).isEqualTo(3);
      assertThat(List.of(one, two)).hasSize(2);
    }
    pass(tracker, 3);
    assertThat(tracker.usage().get(CONCURRENT_OPERATIONS)).isEqualTo(2);
  }
}
