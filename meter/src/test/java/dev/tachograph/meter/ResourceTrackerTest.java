package dev.tachograph.meter;

import static dev.tachograph.meter.Resource.ALLOCATED_BYTES;
import static dev.tachograph.meter.Resource.CPU_TIME;
import static dev.tachograph.meter.Resource.EVALUATIONS;
import static dev.tachograph.meter.Resource.FILE_BYTES;
import static dev.tachograph.meter.Resource.FUEL;
import static dev.tachograph.meter.Resource.HELD_BYTES;
import static dev.tachograph.meter.Resource.HOST_CALLS;
import static dev.tachograph.meter.Resource.ITERATIONS;
import static dev.tachograph.meter.Resource.OUTPUT_BYTES;
import static dev.tachograph.meter.Resource.STACK_DEPTH;
import static dev.tachograph.meter.Trackers.breach;
import static dev.tachograph.meter.Trackers.charge;
import static dev.tachograph.meter.Trackers.pass;
import static dev.tachograph.meter.Trackers.tracker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A tracker alone: what the host charges, and what is admitted. */
class ResourceTrackerTest {
  @Test
  void theEvaluationThatIsOneTooManyIsDenied() throws Exception {
    ResourceTracker none = tracker(Limits.builder().total(EVALUATIONS, 0));
    assertThat(none.isExhausted()).isTrue();
    assertThat(breach(() -> pass(none, 1)).denied()).isTrue();

    ResourceTracker one = tracker(Limits.builder().total(EVALUATIONS, 1));
    assertThat(one.isExhausted()).isFalse();
    pass(one, 1);
    assertThat(one.isExhausted()).isTrue();
    assertThat(one.exhaustedLimit()).contains(new LimitStatus("t", EVALUATIONS, 1, 1, 0));
    Breach denied = breach(() -> pass(one, 1));
    assertThat(denied.resource()).isEqualTo(EVALUATIONS);
    assertThat(denied.used()).isEqualTo(2);
    assertThat(denied.limit()).isEqualTo(1);
    assertThat(one.usage().get(EVALUATIONS)).isEqualTo(1);
  }

  @Test
  void aChargeThatDoesNotFitIsRefusedWholeAndASmallerOneFits() {
    ResourceTracker tracker = tracker(Limits.builder().total(HOST_CALLS, 10));
    tracker.charge(HOST_CALLS, 7);
    Breach breach = breach(() -> tracker.charge(HOST_CALLS, 4));
    assertThat(breach.used()).isEqualTo(11);
    assertThat(breach.requested()).isEqualTo(4);
    assertThat(breach.limitKey()).isEqualTo("total.hostCalls");
    assertThat(tracker.usage().get(HOST_CALLS)).isEqualTo(7);
    assertThat(tracker.isExhausted()).isFalse();
    tracker.charge(HOST_CALLS, 3);
    assertThat(tracker.limitStatus())
        .containsOnlyKeys(HOST_CALLS)
        .containsEntry(HOST_CALLS, new LimitStatus("t", HOST_CALLS, 10, 10, 0));
  }

  @Test
  void whatWovenCodeCountsCanBeChargedToTotalsAndCostsFuel() {
    ResourceTracker tracker = tracker(Limits.builder().total(ITERATIONS, 1_000).total(FUEL, 4_000));
    tracker.charge(ITERATIONS, 9);
    tracker.charge(ALLOCATED_BYTES, 400);
    assertThat(tracker.usage().get(FUEL)).isEqualTo(4_000);
    Breach breach = breach(() -> tracker.charge(ALLOCATED_BYTES, 1));
    assertThat(breach.resource()).isEqualTo(FUEL);
    assertThat(breach.used()).isEqualTo(4_001);
    assertThat(tracker.usage().get(ALLOCATED_BYTES)).isEqualTo(400);
  }

  @ParameterizedTest
  @EnumSource(names = {"CPU_TIME", "WALL_TIME", "EVALUATIONS", "STACK_DEPTH", "FUEL", "HELD_BYTES"})
  void whatTheMeterReadsItselfCannotBeCharged(Resource resource) {
    ResourceTracker tracker = tracker(Limits.builder());
    assertThatIllegalArgumentException().isThrownBy(() -> tracker.charge(resource, 1));
    assertThat(tracker.usage()).isEqualTo(Usage.none());
  }

  @Test
  void nonsenseIsRefused() {
    ResourceTracker tracker = tracker(Limits.builder());
    assertThatIllegalArgumentException().isThrownBy(() -> tracker.charge(HOST_CALLS, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> tracker.memoryGuard(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> tracker.guard(HOST_CALLS, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> tracker.setHistorySize(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> tracker.setLimit(HOST_CALLS, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> tracker.setLimit(STACK_DEPTH, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> tracker.refill(HOST_CALLS, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> tracker.refill(HELD_BYTES, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> tracker.child(""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ResourceTracker.standalone("", Limits.unlimited()));
  }

  @Test
  void chargesWithinAnEvaluationAreBoundedByItsOwnLimits() {
    ResourceTracker tracker =
        tracker(Limits.builder().perEvaluation(OUTPUT_BYTES, 100).perEvaluation(FILE_BYTES, 1_000));
    Breach breach =
        breach(
            () ->
                tracker.run(
                    () -> {
                      tracker.charge(OUTPUT_BYTES, 60);
                      tracker.charge(FILE_BYTES, 1_000);
                      try {
                        tracker.charge(OUTPUT_BYTES, 41);
                      } catch (LimitExceededError swallowed) {
                        tracker.charge(OUTPUT_BYTES, 1); // sticky: thrown again
                      }
                      return "";
                    }));
    assertThat(breach.limitKey()).isEqualTo("limit.outputBytes");
    assertThat(breach.used()).isEqualTo(101);
    tracker.charge(OUTPUT_BYTES, 1_000); // outside there is no evaluation to bound
    assertThat(breach(() -> tracker.charge(FILE_BYTES, 1_001)).limit()).isEqualTo(1_000);
    EvaluationRecord record = tracker.history().get(0);
    assertThat(record.outcome()).isEqualTo(EvaluationRecord.Outcome.LIMIT_EXCEEDED);
    assertThat(record.usage().get(OUTPUT_BYTES)).isEqualTo(60);
    assertThat(record.usage().get(FILE_BYTES)).isEqualTo(1_000);
    assertThat(tracker.usage().get(OUTPUT_BYTES)).isEqualTo(1_060);
  }

  @Test
  void aRefusedChargeExhaustsWhatIsUsedUp() {
    ResourceTracker tracker = tracker(Limits.builder().total(HOST_CALLS, 5));
    tracker.charge(HOST_CALLS, 5);
    assertThat(tracker.isExhausted()).isFalse(); // nobody wanted more
    breach(() -> tracker.charge(HOST_CALLS, 1));
    assertThat(tracker.isExhausted()).isTrue();
    assertThat(breach(() -> pass(tracker, 1)).denied()).isTrue();
  }

  @Test
  void whatElseWasThrownIsNotLost() {
    ResourceTracker tracker = tracker(Limits.builder().perEvaluation(HOST_CALLS, 0));
    java.io.IOException failure = new java.io.IOException("half written");
    LimitExceededError breach =
        catchThrowableOfType(
            LimitExceededError.class,
            () ->
                tracker.run(
                    () -> {
                      assertThatThrownBy(() -> tracker.charge(HOST_CALLS, 1))
                          .isInstanceOf(LimitExceededError.class);
                      throw failure;
                    }));
    assertThat(breach.getSuppressed()).containsExactly(failure);
  }

  @Test
  void aRaisedLimitLetsABlockedAccountGoOnAndALoweredOneBlocks() throws Exception {
    ResourceTracker tracker = tracker(Limits.builder().total(EVALUATIONS, 1));
    pass(tracker, 1);
    tracker.setLimit(EVALUATIONS, 3);
    assertThat(tracker.limit(EVALUATIONS)).hasValue(3);
    pass(tracker, 2);
    assertThat(tracker.isExhausted()).isTrue();
    tracker.setLimit(EVALUATIONS, Long.MAX_VALUE);
    assertThat(tracker.limit(EVALUATIONS)).isEmpty();
    pass(tracker, 1);
    tracker.charge(HOST_CALLS, 5);
    tracker.setLimit(HOST_CALLS, 4);
    assertThat(tracker.exhaustedLimit()).contains(new LimitStatus("t", HOST_CALLS, 5, 4, 0));
    assertThat(breach(() -> pass(tracker, 1)).resource()).isEqualTo(HOST_CALLS);
  }

  @Test
  void whatWasUsedEarlierCounts() {
    ResourceTracker tracker = tracker(Limits.builder().total(HOST_CALLS, 10));
    tracker.charge(HOST_CALLS, 4);
    Usage earlier = tracker.usage();
    ResourceTracker next = tracker(Limits.builder().total(HOST_CALLS, 10));
    next.restore(Carryover.of(earlier));
    assertThat(next.usage()).isEqualTo(earlier);
    assertThat(breach(() -> next.charge(HOST_CALLS, 7)).used()).isEqualTo(11);
  }

  @Test
  void limitsMayBeMissedByWhatTheyAre() {
    ResourceTracker tracker = tracker(Limits.builder().perEvaluation(HOST_CALLS, 10));
    tracker.setLimit(HOST_CALLS, 5); // the smaller one wins
    assertThat(tracker.limits().perEvaluation(HOST_CALLS)).hasValue(10);
    assertThat(breach(() -> tracker.run(() -> charge(tracker, 6))).limitKey())
        .isEqualTo("total.hostCalls");
    assertThat(tracker.limit(CPU_TIME)).isEmpty();
  }

  @Test
  void aChargeStopsAnEvaluationThatWasCancelled() {
    ResourceTracker tracker = tracker(Limits.builder());
    Breach breach =
        breach(
            () ->
                tracker.run(
                    () -> {
                      tracker.charge(HOST_CALLS, 0);
                      tracker.cancel();
                      tracker.charge(HOST_CALLS, 0);
                      throw new AssertionError("it went on");
                    }));
    assertThat(breach.kind()).isEqualTo(Breach.Kind.CANCELLED);
  }
}
