package dev.tachograph.meter.monitor;

import static dev.tachograph.meter.Resource.HELD_BYTES;
import static dev.tachograph.meter.Resource.HOST_CALLS;
import static dev.tachograph.meter.Resource.STACK_DEPTH;
import static dev.tachograph.meter.Resource.WALL_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.HandTicker;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.ResourceGuard;
import dev.tachograph.meter.ResourceTracker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Limits that follow what is used. */
@SuppressWarnings("try") // what is held is held until the end of the block
class AutoScalerTest {
  private final HandTicker ticker = new HandTicker("2026-03-01T10:00:00Z");

  private ResourceTracker account(String limits) {
    return ResourceTracker.standalone("acme", Limits.parse(limits), ticker);
  }

  private AutoScaler scaler(ResourceTracker account, ScalingPolicy policy) {
    AutoScaler scaler = AutoScaler.builder().ticker(ticker).policy(policy).build();
    scaler.register("shop", account);
    return scaler;
  }

  private static void run(ResourceTracker account, long calls) throws Exception {
    account.run(
        () -> {
          account.charge(HOST_CALLS, calls);
          return true;
        });
  }

  private static long limit(ResourceTracker account) {
    return account.limits().perEvaluation(HOST_CALLS).orElseThrow();
  }

  private static List<String> messages(AutoScaler scaler) {
    return scaler.changes().stream().map(LimitChange::message).toList();
  }

  @Test
  void aTotalIsRaisedAtEightyPercentAndNotBeyondItsMaximum() {
    ResourceTracker account = account("total.hostCalls=100");
    AutoScaler scaler =
        scaler(account, ScalingPolicy.total(HOST_CALLS, 10, 200).coolDown(Duration.ZERO));
    account.charge(HOST_CALLS, 79);
    scaler.check();
    assertThat(scaler.changes()).isEmpty();
    account.charge(HOST_CALLS, 1);
    scaler.check();
    assertThat(account.limit(HOST_CALLS)).hasValue(150);
    assertThat(scaler.changes())
        .containsExactly(
            new LimitChange(
                Instant.parse("2026-03-01T10:00:00Z"),
                "shop",
                HOST_CALLS,
                Breach.Scope.TOTAL,
                100,
                150,
                80,
                "use reached 80 %: 80 of 100 (80 %)"));
    account.charge(HOST_CALLS, 60);
    scaler.check();
    account.charge(HOST_CALLS, 60);
    scaler.check();
    assertThat(account.limit(HOST_CALLS)).hasValue(200);
    assertThat(scaler.changes()).hasSize(2);
    assertThat(scaler.changes().get(1).toJson())
        .isEqualTo(
            "{\"time\":\"2026-03-01T10:00:00Z\",\"component\":\"shop\",\"resource\":\"hostCalls\","
                + "\"scope\":\"total\",\"from\":150,\"to\":200,\"used\":140,"
                + "\"share\":0.9333333333333333,"
                + "\"cause\":\"use reached 80 %: 140 of 150 (93 %)\"}");
  }

  @Test
  void aChangeWaitsForTheCoolDown() {
    ResourceTracker account = account("total.hostCalls=100");
    AutoScaler scaler = scaler(account, ScalingPolicy.total(HOST_CALLS, 10, 10_000));
    account.charge(HOST_CALLS, 100);
    scaler.check();
    account.charge(HOST_CALLS, 50);
    for (int second = 0; second < 60; second++) {
      scaler.check();
      ticker.turn(Duration.ofSeconds(1));
    }
    assertThat(account.limit(HOST_CALLS)).hasValue(150);
    scaler.check();
    assertThat(account.limit(HOST_CALLS)).hasValue(225);
  }

  @Test
  void aTotalFallsAfterAResetDownToItsMinimum() {
    ResourceTracker account = account("total.hostCalls=100,refill.hostCalls=hour");
    AutoScaler scaler = scaler(account, ScalingPolicy.total(HOST_CALLS, 40, 200));
    scaler.check();
    assertThat(scaler.changes()).as("it has not been watched for a minute").isEmpty();
    for (int i = 0; i < 4; i++) {
      ticker.turn(Duration.ofMinutes(1));
      scaler.check();
    }
    assertThat(messages(scaler))
        .containsExactly(
            "shop: total.hostCalls from 100 to 66, because use did not pass 30 %: 0 of 100 (0 %)",
            "shop: total.hostCalls from 66 to 44, because use did not pass 30 %: 0 of 66 (0 %)",
            "shop: total.hostCalls from 44 to 40, because use did not pass 30 %: 0 of 44 (0 %)");
    assertThat(account.limits().refills())
        .as("other limits stay")
        .isEqualTo(Limits.parse("total.hostCalls=1,refill.hostCalls=hour").refills());
  }

  @Test
  void theLimitOfEvaluationsFollowsTheLargestThatEnded() throws Exception {
    ResourceTracker account = account("limit.hostCalls=100,limit.wallTime=5s");
    AutoScaler scaler = scaler(account, ScalingPolicy.perEvaluation(HOST_CALLS, 10, 1000));
    run(account, 90);
    run(account, 1);
    scaler.check();
    assertThat(limit(account)).isEqualTo(150);
    assertThat(account.limits().perEvaluation(WALL_TIME)).hasValue(5_000_000_000L);
    ticker.turn(Duration.ofSeconds(30));
    run(account, 60);
    scaler.check();
    ticker.turn(Duration.ofSeconds(30));
    run(account, 1);
    scaler.check();
    assertThat(limit(account)).as("60 of 150 is not low").isEqualTo(150);
    ticker.turn(Duration.ofSeconds(60));
    scaler.check();
    assertThat(limit(account)).as("nothing ran, so nothing is known").isEqualTo(150);
    run(account, 45);
    scaler.check();
    assertThat(limit(account)).as("45 of 150 is 30 %").isEqualTo(100);
  }

  @Test
  void whatWasStoppedRaisesAndWhatWasCutShortLowersNothing() throws Exception {
    ResourceTracker account = account("limit.hostCalls=100");
    AutoScaler scaler =
        scaler(account, ScalingPolicy.perEvaluation(HOST_CALLS, 10, 1000).coolDown(Duration.ZERO));
    assertThatThrownBy(() -> run(account, 101)).isInstanceOf(Error.class);
    scaler.check();
    assertThat(limit(account)).isEqualTo(150);
    assertThatThrownBy(
            () ->
                account.run(
                    () -> {
                      account.cancel();
                      scaler.check();
                      return true;
                    }))
        .isInstanceOf(Error.class);
    scaler.check();
    assertThat(limit(account)).as("it was running, then cancelled").isEqualTo(150);
  }

  @Test
  void aRunningEvaluationIsGivenMoreBeforeItIsStopped() throws Exception {
    ResourceTracker account = account("limit.hostCalls=10");
    AutoScaler scaler = scaler(account, ScalingPolicy.perEvaluation(HOST_CALLS, 10, 1000));
    account.run(
        () -> {
          account.charge(HOST_CALLS, 9);
          scaler.check();
          account.charge(HOST_CALLS, 6);
          return true;
        });
    assertThat(limit(account)).isEqualTo(15);
  }

  @Test
  void whatRisesAndFallsIsScaledByItsHighest() {
    ResourceTracker account = account("total.heldBytes=100");
    AutoScaler scaler = scaler(account, ScalingPolicy.total(HELD_BYTES, 10, 1000));
    try (ResourceGuard held = account.memoryGuard(50)) {
      scaler.check();
    }
    ticker.turn(Duration.ofMinutes(1));
    scaler.check();
    assertThat(account.limit(HELD_BYTES)).as("50 were held within the minute").hasValue(100);
    ticker.turn(Duration.ofMinutes(1));
    scaler.check();
    assertThat(account.limit(HELD_BYTES)).hasValue(66);
  }

  @Test
  void aLimitOutOfRangeIsBroughtIntoItAtOnce() {
    ResourceTracker account = account("");
    AutoScaler scaler = scaler(account, ScalingPolicy.total(HOST_CALLS, 40, 200));
    scaler.check();
    account.setLimit(HOST_CALLS, 5);
    scaler.check();
    assertThat(messages(scaler))
        .containsExactly(
            "shop: total.hostCalls from unlimited to 200, because it has to be from 40 to 200",
            "shop: total.hostCalls from 5 to 40, because it has to be from 40 to 200");
    assertThat(scaler.changes().get(0).toMap()).containsEntry("from", null);
  }

  @Test
  void stepsRoundAndSaturate() {
    ScalingPolicy wide =
        ScalingPolicy.total(HOST_CALLS, 0, Long.MAX_VALUE - 1).factors(1_000_000, 1_000_000);
    assertThat(wide.raised(Long.MAX_VALUE / 2)).isEqualTo(Long.MAX_VALUE - 1);
    assertThat(wide.raised(0)).isEqualTo(1);
    assertThat(wide.lowered(5, 0)).isZero();
    assertThat(wide.lowered(1_000_000, 300_000))
        .as("not so low that it would have to be raised: 300000 is less than 80 % of it")
        .isEqualTo(375_001);
    assertThat(wide.lowered(Long.MAX_VALUE - 1, Long.MAX_VALUE - 1)).isEqualTo(Long.MAX_VALUE - 1);
    ScalingPolicy fine = ScalingPolicy.total(HOST_CALLS, 0, 100).factors(1.0000001, 1.0000001);
    assertThat(fine.raised(10)).isEqualTo(11);
    assertThat(fine.lowered(10, 0)).isEqualTo(9);
  }

  @Test
  void aComponentMayHaveAPolicyOfItsOwn() {
    ResourceTracker small = account("total.hostCalls=10");
    ResourceTracker large = account("total.hostCalls=10");
    AutoScaler scaler =
        AutoScaler.builder()
            .ticker(ticker)
            .policy(ScalingPolicy.total(HOST_CALLS, 10, 100))
            .policy("large", ScalingPolicy.total(HOST_CALLS, 10, 100).factors(5, 2))
            .build();
    scaler.register("small", small);
    scaler.register("large", large);
    small.charge(HOST_CALLS, 10);
    large.charge(HOST_CALLS, 10);
    scaler.check();
    assertThat(small.limit(HOST_CALLS)).hasValue(15);
    assertThat(large.limit(HOST_CALLS)).hasValue(50);
    large.close();
    scaler.check();
    assertThat(scaler.components()).containsExactly("small");
  }

  @Test
  void listenersHearOfChanges() throws Exception {
    BlockingQueue<LimitChange> heard = new LinkedBlockingQueue<>();
    ResourceTracker account = account("total.hostCalls=10");
    account.charge(HOST_CALLS, 10);
    try (AutoScaler scaler = scaler(account, ScalingPolicy.total(HOST_CALLS, 10, 100))) {
      scaler.listen(heard::add);
      scaler.start();
      LimitChange change = heard.poll(30, TimeUnit.SECONDS);
      assertThat(change).isNotNull().isEqualTo(scaler.changes().get(0));
      assertThat(scaler.dropped()).isZero();
    }
  }

  @Test
  void policiesThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> ScalingPolicy.total(STACK_DEPTH, 1, 2))
        .hasMessage("total.stackDepth is no limit that could be scaled");
    assertThatThrownBy(() -> ScalingPolicy.total(HOST_CALLS, 3, 2))
        .hasMessageContaining("total.hostCalls from 3 to 2");
    assertThatThrownBy(() -> ScalingPolicy.total(HOST_CALLS, 3, Long.MAX_VALUE))
        .hasMessageContaining("which is a limit");
    ScalingPolicy policy = ScalingPolicy.total(HOST_CALLS, 1, 2);
    assertThatThrownBy(() -> policy.thresholds(30, 30)).hasMessageContaining("up above down");
    assertThatThrownBy(() -> policy.factors(1, 2)).hasMessageContaining("more than 1");
    assertThatThrownBy(() -> policy.factors(2, Double.NaN)).hasMessageContaining("more than 1");
    assertThatThrownBy(() -> AutoScaler.builder().policy(policy).policy(policy))
        .hasMessage("two policies for total.hostCalls");
  }
}
