package dev.tachograph.meter;

import static dev.tachograph.meter.Resource.EVALUATIONS;
import static dev.tachograph.meter.Resource.HOST_CALLS;
import static dev.tachograph.meter.Resource.ITERATIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits that come back with time. */
class RefillTest {
  private final HandTicker ticker = new HandTicker("2026-03-28T22:59:30Z");

  private ResourceTracker tracker(String limits) {
    return ResourceTracker.standalone("t", Limits.parse(limits), ticker);
  }

  /** How many of the calls fit. */
  private static int calls(ResourceTracker tracker, int most) {
    for (int i = 0; i < most; i++) {
      LimitExceededError refused =
          catchThrowableOfType(LimitExceededError.class, () -> tracker.charge(HOST_CALLS, 1));
      if (refused != null) {
        return i;
      }
    }
    return most;
  }

  @ParameterizedTest
  @CsvSource({
    "minute, 2026-03-28T22:59:59.999Z, 2026-03-28T23:00:00Z",
    "hour, 2026-03-28T22:59:59Z, 2026-03-28T23:00:00Z",
    "day, 2026-03-28T23:59:59Z, 2026-03-29T00:00:00Z",
    "day@Europe/Berlin, 2026-03-28T22:59:59Z, 2026-03-28T23:00:00Z",
    "month, 2026-03-31T23:59:59Z, 2026-04-01T00:00:00Z",
    "month@Asia/Kolkata, 2026-03-31T18:29:59Z, 2026-03-31T18:30:00Z",
  })
  void aPeriodEndsWhereItsCalendarSays(String period, String before, String end) {
    ResourceTracker tracker = tracker("total.hostCalls=3, refill.hostCalls=" + period);
    assertThat(calls(tracker, 9)).isEqualTo(3);
    ticker.turnTo(before);
    assertThat(calls(tracker, 9)).isZero();
    ticker.turnTo(end);
    assertThat(tracker.limitStatus().get(HOST_CALLS).used()).isZero();
    assertThat(calls(tracker, 9)).isEqualTo(3);
    assertThat(tracker.usage().get(HOST_CALLS)).isEqualTo(6); // usage is never given back
  }

  /** In Berlin, 2026-03-29 has 23 hours. */
  @Test
  void daysAreAsLongAsTheZoneHasThem() {
    ResourceTracker tracker = tracker("total.hostCalls=1,refill.hostCalls=day@Europe/Berlin");
    ticker.turnTo("2026-03-28T23:00:00Z");
    assertThat(calls(tracker, 2)).isEqualTo(1);
    ticker.turnTo("2026-03-29T21:59:59Z");
    assertThat(calls(tracker, 2)).isZero();
    ticker.turnTo("2026-03-29T22:00:00Z");
    assertThat(calls(tracker, 2)).isEqualTo(1);
  }

  @Test
  void whatIsLeftIsCarriedOverUpToItsBound() {
    ResourceTracker tracker = tracker("total.hostCalls=10,refill.hostCalls=hour+15");
    assertThat(calls(tracker, 4)).isEqualTo(4); // 6 left
    ticker.turn(Duration.ofHours(1));
    assertThat(tracker.limitStatus().get(HOST_CALLS).remaining()).isEqualTo(16);
    assertThat(calls(tracker, 3)).isEqualTo(3); // 13 left
    ticker.turn(Duration.ofHours(1));
    assertThat(calls(tracker, 99)).isEqualTo(10 + 13);
    ticker.turn(Duration.ofHours(7)); // nobody came for six of them
    assertThat(calls(tracker, 99)).isEqualTo(10 + 15);
    ticker.turn(Duration.ofHours(1));
    assertThat(calls(tracker, 99)).isEqualTo(10);
  }

  @Test
  void aBucketDripsExactly() {
    ResourceTracker tracker = tracker("total.hostCalls=5,refill.hostCalls=3/10s");
    assertThat(calls(tracker, 9)).isEqualTo(5);
    int allowed = 0;
    for (int i = 0; i < 1_000; i++) { // 3.333 s each come in pieces of 7 ms
      ticker.turn(Duration.ofMillis(7));
      allowed += calls(tracker, 9);
    }
    assertThat(allowed).isEqualTo(2);
    ticker.turn(Duration.ofSeconds(3)); // 10 s in all
    assertThat(calls(tracker, 9)).isEqualTo(1);
    ticker.turn(Duration.ofDays(400));
    assertThat(calls(tracker, 9)).isEqualTo(5);
  }

  @Test
  void sixtyCallsAMinuteHoldForEvaluationsToo() throws Exception {
    ResourceTracker tracker = tracker("total.evaluations=60,refill.evaluations=60/1m");
    for (int i = 0; i < 60; i++) {
      tracker.run(() -> "");
    }
    assertThat(tracker.isExhausted()).isTrue();
    ticker.turn(Duration.ofMillis(999));
    assertThat(tracker.isExhausted()).isTrue();
    ticker.turn(Duration.ofMillis(1));
    assertThat(tracker.isExhausted()).isFalse();
    tracker.run(() -> "");
    assertThat(tracker.exhaustedLimit().orElseThrow().resource()).isEqualTo(EVALUATIONS);
  }

  @Test
  void aParentsRefillLetsTheChildGoOn() {
    ResourceTracker tracker = tracker("total.hostCalls=2,refill.hostCalls=minute");
    ResourceTracker child = tracker.child("c");
    assertThat(calls(child, 9)).isEqualTo(2);
    ticker.turn(Duration.ofMinutes(1));
    assertThat(child.isExhausted()).isFalse();
    assertThat(calls(child, 9)).isEqualTo(2);
  }

  @Test
  void manualRefillGivesBackAtMostWhatWasSpent() {
    ResourceTracker tracker = tracker("total.hostCalls=10");
    assertThat(calls(tracker, 99)).isEqualTo(10);
    tracker.refill(HOST_CALLS, 4);
    assertThat(calls(tracker, 99)).isEqualTo(4);
    tracker.refill(HOST_CALLS, Long.MAX_VALUE);
    assertThat(calls(tracker, 99)).isEqualTo(10);
    assertThat(tracker.usage().get(HOST_CALLS)).isEqualTo(24);
  }

  @Test
  void aScriptThatRunsOverTheEndOfAPeriodGoesOn() {
    Ledger ledger = new Ledger(ticker);
    ResourceTracker tracker = ResourceTracker.open("t", null, new LocalPort(ledger));
    tracker.setLimits(Limits.parse("total.iterations=10,refill.iterations=minute"));
    FakeContext cx = new FakeContext(ledger).enter("t", "s.js");
    cx.count(ITERATIONS, 10);
    ticker.turn(Duration.ofMinutes(1));
    cx.count(ITERATIONS, 10);
    LimitExceededError stopped =
        catchThrowableOfType(LimitExceededError.class, () -> cx.count(ITERATIONS));
    assertThat(stopped.breach().used()).isEqualTo(11);
    assertThat(stopped.breach().limit()).isEqualTo(10);
    cx.exit(stopped);
    assertThat(tracker.isExhausted()).isTrue();
    ticker.turn(Duration.ofMinutes(1));
    assertThat(tracker.isExhausted()).isFalse();
  }

  @Test
  void otherLimitsMayChangeWithoutARefill() {
    ResourceTracker tracker = tracker("total.hostCalls=2,refill.hostCalls=minute");
    assertThat(calls(tracker, 9)).isEqualTo(2);
    tracker.setLimit(ITERATIONS, 5);
    assertThat(calls(tracker, 9)).isZero();
    ticker.turn(Duration.ofMinutes(1));
    assertThat(calls(tracker, 9)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"minute", "hour+7", "day@Europe/Berlin", "month+500@America/New_York", "60/1m"})
  void readsWhatItPrints(String text) {
    Limits limits = Limits.parse("total.hostCalls=60,refill.hostCalls=" + text);
    assertThat(limits.toString()).isEqualTo("total.hostCalls=60,refill.hostCalls=" + text);
    assertThat(Limits.of(limits.toProperties())).isEqualTo(limits).hasSameHashCodeAs(limits);
  }

  @Test
  void everyZoneComesBackFromText() {
    for (String zone : ZoneId.getAvailableZoneIds()) {
      check(Refill.every(Refill.Period.DAY, ZoneId.of(zone)));
      check(Refill.every(Refill.Period.DAY, ZoneId.of(zone)).carryOver(5));
    }
    for (String zone : new String[] {"+02:00", "GMT+2", "UTC+01:00", "Etc/GMT+5", "Z"}) {
      check(Refill.every(Refill.Period.MONTH, ZoneId.of(zone)).carryOver(7));
    }
  }

  private static void check(Refill refill) {
    Limits limits = Limits.builder().total(HOST_CALLS, 9).refill(HOST_CALLS, refill).build();
    assertThat(Limits.parse(limits.toString())).isEqualTo(limits);
  }

  @Test
  void carriedOverBudgetIsShownAsWhatRemains() {
    ResourceTracker tracker = tracker("total.hostCalls=10,refill.hostCalls=minute+5");
    assertThat(calls(tracker, 9)).isEqualTo(9);
    ticker.turn(Duration.ofMinutes(1));
    assertThat(tracker.limitStatus().get(HOST_CALLS))
        .isEqualTo(new LimitStatus("t", HOST_CALLS, 0, 10, 11));
  }

  @Test
  void whatWasRefusedIsForgottenWithThePeriod() {
    Ledger ledger = new Ledger(ticker);
    ResourceTracker tracker = ResourceTracker.open("t", null, new LocalPort(ledger));
    tracker.setLimits(Limits.parse("total.iterations=10,refill.iterations=minute"));
    for (int period = 0; period < 3; period++) {
      FakeContext cx = new FakeContext(ledger).enter("t", "s.js");
      LimitExceededError stopped =
          catchThrowableOfType(LimitExceededError.class, () -> cx.count(ITERATIONS, 11));
      assertThat(stopped.breach().used()).isEqualTo(11);
      cx.exit(stopped);
      ticker.turn(Duration.ofMinutes(1));
      assertThat(tracker.limitStatus().get(ITERATIONS).used()).isZero();
    }
  }

  @Test
  void aFullBucketDoesNotDripWhileSomebodyHoldsIt() {
    Ledger ledger = new Ledger(ticker);
    ResourceTracker tracker = ResourceTracker.open("t", null, new LocalPort(ledger));
    tracker.setLimits(Limits.parse("total.iterations=60,refill.iterations=60/1m"));
    FakeContext cx = new FakeContext(ledger).enter("t", "s.js");
    ticker.turn(Duration.ofMinutes(1));
    LimitExceededError stopped =
        catchThrowableOfType(LimitExceededError.class, () -> cx.count(ITERATIONS, 200));
    assertThat(stopped.breach().used()).isEqualTo(61);
    cx.exit(stopped);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "week", "day@Nowhere/City", "hour+", "hour+-1", "60/", "60/0s", "0/1s", "6/1"})
  void saysWhatIsWrong(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Limits.parse("total.hostCalls=60,refill.hostCalls=" + text))
        .withMessageContaining("refill.hostCalls=");
  }

  @Test
  void onlyWhatIsLimitedAndUsedUpRefills() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Limits.parse("refill.hostCalls=day"))
        .withMessageContaining("set total.hostCalls too");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Limits.parse("total.heldBytes=1,refill.heldBytes=day"));
    assertThatIllegalStateException()
        .isThrownBy(() -> Refill.bucket(1, Duration.ofSeconds(1)).carryOver(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Refill.every(Refill.Period.DAY, ZoneId.of("UTC")).carryOver(-1));
  }
}
