package dev.tachograph.meter;

import static dev.tachograph.meter.Resource.ITERATIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Somebody outside keeps an account from evaluating, whatever its limits. */
class SuspensionTest {
  private final Ledger ledger = new Ledger(new HandTicker("2026-01-01T00:00:00Z"));

  @Test
  void whatRunsIsCancelledAndSaysWhoWantedIt() {
    FakeContext running = new FakeContext(ledger).enter("tenant", "loop.js");
    running.count(ITERATIONS);
    assertThat(ledger.suspendAccount("tenant", "ops", "invoice 12 is not paid")).isEqualTo(1);

    EvaluationCancelledError stopped =
        catchThrowableOfType(EvaluationCancelledError.class, () -> running.count(ITERATIONS));
    assertThat(stopped)
        .hasMessageContaining(
            "because account 'tenant' is suspended by ops: invoice 12 is not paid, script loop.js");
    assertThat(stopped.breach().isSuspended()).isTrue();
    assertThat(stopped.breach().denied()).isFalse();
    assertThat(running.exit(null)).isNotNull();
  }

  @Test
  void whatComesIsDeniedUntilItIsResumed() {
    List<Breach> told = new ArrayList<>();
    ledger.addListener(
        new EvaluationListener() {
          @Override
          public void exceeded(EvaluationRecord evaluation, Breach breach) {
            told.add(breach);
          }
        });
    ledger.suspendAccount("tenant", "ops", "invoice 12 is not paid");
    EvaluationDeniedError denied =
        catchThrowableOfType(
            EvaluationDeniedError.class, () -> new FakeContext(ledger).enter("tenant", "a.js"));
    assertThat(denied)
        .hasMessage(
            "not started: account 'tenant' is suspended by ops: invoice 12 is not paid, script a.js");
    assertThat(told).containsExactly(denied.breach());
    assertThat(denied.breach().remaining()).isEqualTo(Usage.UNKNOWN);
    assertThat(Breach.ofMap(denied.breach().toMap())).isEqualTo(denied.breach());

    assertThat(ledger.resumeAccount("tenant", "ops")).isTrue();
    assertThat(ledger.resumeAccount("tenant", "ops")).isFalse();
    assertThat(new FakeContext(ledger).enter("tenant", "a.js").exit(null)).isNull();
    assertThat(ledger.suspensions()).isEmpty();
  }

  @Test
  void anAccountThatIsSuspendedBeforeItsFirstUseGetsTheLimitsThatItWouldHaveHad() {
    Limits limits = Limits.parse("limit.iterations=5");
    ledger.setAmbientLimits(limits);
    ledger.suspendAccount("new.js", "ops", "not yet");
    assertThat(ledger.accountIds()).isEmpty();
    assertThatThrownBy(() -> new FakeContext(ledger).enter("new.js", "new.js"))
        .isInstanceOf(EvaluationDeniedError.class);
    assertThat(ledger.limits("new.js")).isEqualTo(limits);
  }

  @Test
  void everyPartyLiftsItsOwn() {
    ledger.suspendAccount("tenant", "ops", "by hand");
    ledger.suspendAccount("tenant", "fleet", "over its limit");
    ledger.suspendAccount("tenant", "fleet", "far over its limit");
    assertThat(ledger.suspensions())
        .extracting(Suspension::by, Suspension::reason)
        .containsExactly(tuple("fleet", "far over its limit"), tuple("ops", "by hand"));
    assertThat(ledger.resumeAccount("tenant", "fleet")).isTrue();
    assertThatThrownBy(() -> new FakeContext(ledger).enter("tenant", "a.js"))
        .hasMessageContaining("is suspended by ops: by hand");
  }

  @Test
  void accountsBelowItAreSuspendedToo() throws Exception {
    LocalPort port = new LocalPort(ledger);
    ResourceTracker tenant = ResourceTracker.open("tenant", null, port);
    ResourceTracker shop = tenant.child("shop");
    ledger.suspendAccount("tenant", "ops", "by hand");
    assertThatThrownBy(() -> shop.run(() -> 1))
        .isInstanceOf(EvaluationDeniedError.class)
        .hasMessage("not started: account 'tenant' is suspended by ops: by hand");
    assertThat(ResourceTracker.open("other", null, port).run(() -> 1).value()).isEqualTo(1);
    shop.close();
    assertThatThrownBy(() -> tenant.child("shop").run(() -> 1))
        .isInstanceOf(EvaluationDeniedError.class);
  }

  @Test
  void namesAreNeeded() {
    assertThatThrownBy(() -> ledger.suspendAccount("tenant", "", "why"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("account 'tenant' by ''");
  }
}
