package dev.tachograph.meter;

import static dev.tachograph.meter.Resource.ALLOCATED_BYTES;
import static dev.tachograph.meter.Resource.CONCURRENT_OPERATIONS;
import static dev.tachograph.meter.Resource.CPU_TIME;
import static dev.tachograph.meter.Resource.EVALUATIONS;
import static dev.tachograph.meter.Resource.FILE_BYTES;
import static dev.tachograph.meter.Resource.FUEL;
import static dev.tachograph.meter.Resource.HELD_BYTES;
import static dev.tachograph.meter.Resource.HOST_CALLS;
import static dev.tachograph.meter.Resource.ITERATIONS;
import static dev.tachograph.meter.Resource.OUTPUT_BYTES;
import static dev.tachograph.meter.Resource.STACK_DEPTH;
import static dev.tachograph.meter.Resource.WALL_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A tracker alone: what the host charges, admits and reads. */
class ResourceTrackerTest {
  private static ResourceTracker tracker(Limits.Builder limits) {
    return ResourceTracker.standalone("t", limits.build());
  }

  private static Breach breach(ThrowingCallable call) {
    LimitExceededError error = catchThrowableOfType(LimitExceededError.class, call);
    assertThat(error).isNotNull();
    return error.breach();
  }

  private static void pass(ResourceTracker tracker, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      tracker.run(() -> i(0));
    }
  }

  private static int i(int value) {
    return value;
  }

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
  void aListenerThatFailsAltogetherLeavesNothingOpen() throws Exception {
    ResourceTracker tracker = tracker(Limits.builder().total(CONCURRENT_OPERATIONS, 1));
    Thread thread =
        new Thread(
            () -> {
              try (var registration =
                  tracker.listen(
                      new EvaluationListener() {
                        @Override
                        public void started(EvaluationRecord evaluation) {
                          throw new IllegalStateException("listener");
                        }
                      })) {
                assertThat(registration).isNotNull();
                pass(tracker, 1);
              } catch (Exception unexpected) {
                throw new AssertionError(unexpected);
              }
            });
    thread.setUncaughtExceptionHandler(
        (where, failure) -> {
          throw new IllegalStateException("handler", failure);
        });
    thread.start();
    thread.join();
    assertThat(tracker.running()).isEmpty();
    pass(tracker, 1);
    assertThat(tracker.statistics().completed()).isEqualTo(2);
  }

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

  private static int charge(ResourceTracker tracker, int calls) {
    tracker.charge(HOST_CALLS, calls);
    return calls;
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
  void aListenerMayRefuseAnEvaluation() throws Exception {
    ResourceTracker tracker = tracker(Limits.builder());
    try (var registration =
        tracker.listen(
            new EvaluationListener() {
              @Override
              public void admitting(EvaluationRecord evaluation) {
                throw new IllegalStateException("the disk is full");
              }
            })) {
      assertThat(registration).isNotNull();
      assertThatIllegalStateException()
          .isThrownBy(() -> pass(tracker, 1))
          .withMessage("the disk is full");
    }
    pass(tracker, 1);
    assertThat(tracker.running()).isEmpty();
    assertThat(tracker.statistics().failed()).isEqualTo(1);
    assertThat(tracker.statistics().completed()).isEqualTo(1);
  }

  @Test
  void listenersHearOfEvaluationsAndOfChargesOutsideOfThem() throws Exception {
    ResourceTracker tracker = tracker(Limits.builder().perEvaluation(HOST_CALLS, 3));
    StringBuilder heard = new StringBuilder();
    tracker.listen(
        new EvaluationListener() {
          @Override
          public void started(EvaluationRecord evaluation) {
            heard.append("started ").append(evaluation.id()).append(", ");
          }

          @Override
          public void ended(EvaluationRecord evaluation) {
            heard.append("ended ").append(evaluation.outcome()).append(", ");
          }

          @Override
          public void exceeded(EvaluationRecord evaluation, Breach breach) {
            heard.append("exceeded ").append(breach.used()).append(", ");
          }

          @Override
          public void charged(String account, Resource resource, long amount) {
            heard.append(account).append(" charged ").append(amount).append(", ");
          }
        });
    breach(() -> tracker.run(() -> charge(tracker, 4)));
    charge(tracker, 9);
    assertThat(heard).hasToString("started 1, exceeded 4, ended LIMIT_EXCEEDED, t charged 9, ");
  }

  @Test
  void whatWasUsedEarlierCounts() {
    ResourceTracker tracker = tracker(Limits.builder().total(HOST_CALLS, 10));
    tracker.charge(HOST_CALLS, 4);
    Usage earlier = tracker.usage();
    ResourceTracker next = tracker(Limits.builder().total(HOST_CALLS, 10));
    next.restore(earlier);
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
}
