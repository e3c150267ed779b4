package dev.tachograph.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tachograph.meter.monitor.AutoScaler;
import dev.tachograph.meter.monitor.ScalingPolicy;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Where only some resources are counted, nobody gets to set a limit on any. */
class PartialCountsTest {
  private static final Limits SOME =
      Limits.builder().perEvaluation(Resource.ITERATIONS, 1_000).build();

  private final Ledger ledger = new Ledger();
  private final ResourceTracker tracker =
      ResourceTracker.open("tenant", null, new LocalPort(ledger));

  PartialCountsTest() {
    ledger.countOnly("iterations");
  }

  private static void isRefused(ThrowingCallable limiting) {
    assertThatExceptionOfType(MeteringUnavailableException.class)
        .isThrownBy(limiting)
        .withMessage(
            "the Tachograph agent in this JVM counts nothing but iterations (only=iterations), so"
                + " it can limit nothing: start the agent without only= to limit scripts");
  }

  @Test
  void accountsGetNoLimits() {
    isRefused(() -> tracker.setLimits(SOME));
    isRefused(() -> tracker.setLimit(Resource.ITERATIONS, 5));
    isRefused(() -> tracker.setLimitPerEvaluation(Resource.CPU_TIME, 5));
    isRefused(() -> tracker.child("shop").setLimit(Resource.EVALUATIONS, 5));
    isRefused(() -> ledger.setLimits("other", SOME));
    assertThat(tracker.limits()).isEqualTo(Limits.unlimited());
  }

  @Test
  void evaluationsGetNoneOfTheirOwn() throws Exception {
    isRefused(() -> tracker.run(SOME, () -> 1));
    isRefused(() -> tracker.run(Duration.ofHours(1), () -> 1));
    assertThat(tracker.run(Limits.unlimited(), () -> 1).value()).isEqualTo(1);
    assertThat(tracker.run(() -> 2).value()).isEqualTo(2);
  }

  @Test
  void accountsOfScriptsGetNone() {
    isRefused(() -> ledger.setAmbientLimits(SOME));
    int changed = ledger.setAmbientLimits(account -> SOME);
    assertThat(changed).isZero();
    isRefused(() -> new FakeContext(ledger).enter("script", "script.js"));
  }

  @Test
  void limitsThatFollowUseSaySo() {
    ResourceTracker whole =
        ResourceTracker.standalone("whole", Limits.parse("total.hostCalls=300"));
    try (AutoScaler scaler =
        AutoScaler.builder().policy(ScalingPolicy.total(Resource.HOST_CALLS, 10, 200)).build()) {
      scaler.register("one", tracker);
      scaler.register("other", whole);
      isRefused(scaler::check);
      assertThat(scaler.components()).containsExactly("one", "other");
      assertThat(whole.limit(Resource.HOST_CALLS)).hasValue(200);
    }
  }

  @Test
  void noLimitsAtAllAreFine() {
    tracker.setLimits(Limits.unlimited());
    ledger.setAmbientLimits(Limits.unlimited());
    assertThat(tracker.limits()).isEqualTo(Limits.unlimited());
  }

  @Test
  void whatSetsNoLimitGoesOn() {
    assertThat(tracker.cancel()).isZero();
    tracker.charge(Resource.HOST_CALLS, 3);
    assertThat(tracker.usage().get(Resource.HOST_CALLS)).isEqualTo(3);
    assertThat(ledger.suspendAccount("tenant", "ops", "not paid")).isZero();
    assertThatExceptionOfType(EvaluationDeniedError.class).isThrownBy(() -> tracker.run(() -> 1));
  }
}
