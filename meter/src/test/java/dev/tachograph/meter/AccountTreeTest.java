package dev.tachograph.meter;

import static dev.tachograph.meter.Resource.EVALUATIONS;
import static dev.tachograph.meter.Resource.HOST_CALLS;
import static dev.tachograph.meter.Resource.ITERATIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

/** Tenants, their plug-ins, and the plug-ins' scripts. */
class AccountTreeTest {
  private final Ledger ledger = new Ledger();
  private final ResourceTracker tenant =
      ResourceTracker.open("tenant", null, new LocalPort(ledger));
  private final ResourceTracker plugin = tenant.child("plugin");
  private final ResourceTracker script = plugin.child("script");

  private static Limits total(long iterations) {
    return Limits.builder().total(ITERATIONS, iterations).build();
  }

  /** Runs a script on the account that makes so many rounds. */
  private void rounds(ResourceTracker tracker, int rounds) {
    FakeContext cx = new FakeContext(ledger).enter(tracker.account(), "s.js");
    LimitExceededError stopped = null;
    try {
      cx.count(ITERATIONS, rounds);
    } catch (LimitExceededError exceeded) {
      stopped = exceeded;
    }
    LimitExceededError end = cx.exit(stopped);
    assertThat(end == null).isEqualTo(stopped == null);
    if (stopped != null) {
      throw stopped;
    }
  }

  private Breach breach(ResourceTracker tracker, int rounds) {
    return catchThrowableOfType(LimitExceededError.class, () -> rounds(tracker, rounds)).breach();
  }

  @Test
  void childrenAreChargedToTheirParents() {
    rounds(script, 5);
    rounds(plugin, 30);
    rounds(tenant, 200);
    tenant.child("other").charge(HOST_CALLS, 7);
    assertThat(script.usage().get(ITERATIONS)).isEqualTo(5);
    assertThat(plugin.usage().get(ITERATIONS)).isEqualTo(35);
    assertThat(tenant.usage().get(ITERATIONS)).isEqualTo(235);
    assertThat(tenant.usage().get(HOST_CALLS)).isEqualTo(7);
    assertThat(plugin.usage().get(HOST_CALLS)).isZero();
    assertThat(tenant.usage().get(EVALUATIONS)).isEqualTo(3);
    assertThat(tenant.history()).hasSize(3);
    assertThat(tenant.statistics().completed()).isEqualTo(3);
    assertThat(script.statistics().completed()).isEqualTo(1);
    assertThat(tenant.statistics().largest().get(ITERATIONS)).isEqualTo(200);
  }

  @Test
  void theTightestLimitWinsAndIsNamed() {
    tenant.setLimits(total(100));
    plugin.setLimits(total(50));
    script.setLimits(total(80));
    rounds(plugin, 20);
    Breach breach = breach(script, 31);
    assertThat(breach.account()).isEqualTo("tenant/plugin");
    assertThat(breach.limit()).isEqualTo(50);
    assertThat(breach.used()).isEqualTo(51);
    assertThat(script.isExhausted()).isTrue();
    assertThat(script.exhaustedLimit().orElseThrow().account()).isEqualTo("tenant/plugin");
    assertThat(tenant.isExhausted()).isFalse();

    rounds(tenant, 50); // the refused round took nothing of the budget
    plugin.setLimits(Limits.unlimited());
    assertThat(breach(script, 1).account()).isEqualTo("tenant");
    assertThat(script.exhaustedLimit().orElseThrow().account()).isEqualTo("tenant");
    tenant.setLimit(ITERATIONS, 1_000);
    rounds(script, 1);
  }

  @Test
  void aLimitPerEvaluationOfAnyLevelBounds() {
    plugin.setLimits(Limits.builder().perEvaluation(ITERATIONS, 3).build());
    Breach breach = breach(script, 4);
    assertThat(breach.account()).isEqualTo("tenant/plugin");
    assertThat(breach.limitKey()).isEqualTo("limit.iterations");
    rounds(tenant, 4);
  }

  @Test
  void accountsAreListedAndTheSameWhereverTheyAreOpened() {
    ResourceTracker other = tenant.child("a");
    assertThat(tenant.children()).containsExactly(other, plugin);
    assertThat(tenant.children().get(1).children()).containsExactly(script);
    assertThat(tenant.child("plugin")).isEqualTo(plugin).hasSameHashCodeAs(plugin);
    assertThat(plugin.parent()).contains(tenant);
    assertThat(tenant.parent()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ResourceTracker.open("tenant/plugin", null, new LocalPort(ledger)))
        .withMessageContaining("below account 'tenant'");
  }

  @Test
  void accountsAreFoundAnywhereInTheTreeWithoutBeingOpened() {
    rounds(script, 5);
    assertThat(tenant.find("tenant/plugin/script")).contains(script);
    assertThat(script.find("tenant").orElseThrow().usage().get(ITERATIONS)).isEqualTo(5);
    assertThat(tenant.find("stranger")).isEmpty();
    assertThat(ledger.accountIds()).doesNotContain("stranger");
    script.close();
    assertThat(tenant.find("tenant/plugin/script")).isEmpty();
  }

  @Test
  void aClosedAccountAdmitsNothingAndItsParentsKeepWhatItUsed() {
    rounds(script, 5);
    FakeContext running = new FakeContext(ledger).enter(script.account(), "s.js");
    running.count(ITERATIONS, 2);
    plugin.close();
    plugin.close();
    assertThat(tenant.children()).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(() -> script.run(() -> ""))
        .withMessage("account 'tenant/plugin/script' is closed");
    assertThatIllegalStateException().isThrownBy(plugin::usage);
    assertThatIllegalStateException().isThrownBy(() -> plugin.child("another"));
    running.count(ITERATIONS, 1);
    assertThat(running.exit(null)).isNull();
    assertThat(tenant.usage().get(ITERATIONS)).isEqualTo(8);
    ResourceTracker again = tenant.child("plugin");
    assertThat(again.usage()).isEqualTo(Usage.none());
    rounds(again, 1);
    assertThat(tenant.usage().get(ITERATIONS)).isEqualTo(9);
  }

  @Test
  void resetOfAChildLeavesTheParent() {
    tenant.setLimits(total(10));
    rounds(script, 10);
    script.reset();
    assertThat(script.usage().get(ITERATIONS)).isZero();
    assertThat(script.isExhausted()).isFalse();
    assertThat(breach(script, 1).account()).isEqualTo("tenant");
    tenant.reset();
    rounds(script, 10);
    assertThat(tenant.usage().get(ITERATIONS)).isEqualTo(10);
  }

  /** The script is in the middle of counting when its account is reset. */
  @Test
  void resetsWhileAnotherThreadCountsNeverBreakTheSums() throws Exception {
    tenant.setLimits(total(Long.MAX_VALUE - 1));
    java.util.concurrent.atomic.AtomicBoolean stop =
        new java.util.concurrent.atomic.AtomicBoolean();
    java.util.concurrent.FutureTask<Long> counted =
        new java.util.concurrent.FutureTask<>(
            () -> {
              FakeContext cx = new FakeContext(ledger).enter(script.account(), "s.js");
              long ticks = 0;
              while (!stop.get()) {
                cx.count(ITERATIONS);
                ticks++;
              }
              cx.exit(null);
              return ticks;
            });
    Thread thread = new Thread(counted, "counts");
    thread.start();
    for (int i = 0; i < 300; i++) {
      script.reset();
    }
    stop.set(true);
    long ticks = counted.get();
    thread.join();
    assertThat(tenant.usage().get(ITERATIONS)).isEqualTo(ticks);
    assertThat(script.usage().get(ITERATIONS)).isBetween(0L, ticks);
  }

  @Test
  void aTotalThatIsSetLaterKnowsWhatWasUsedBefore() {
    FakeContext cx = new FakeContext(ledger).enter(script.account(), "s.js");
    cx.count(ITERATIONS, 1_000);
    tenant.setLimit(ITERATIONS, 900);
    assertThat(tenant.isExhausted()).isTrue();
    assertThat(breach(plugin, 1).denied()).isTrue();
    assertThat(cx.exit(null)).isNull();
  }

  @Test
  void limitsThatAreSetAtOnceAllStay() throws Exception {
    for (int round = 0; round < 200; round++) {
      tenant.setLimits(Limits.unlimited());
      Thread other = new Thread(() -> tenant.setLimit(ITERATIONS, 5), "sets");
      other.start();
      tenant.setLimit(HOST_CALLS, 7);
      other.join();
      assertThat(tenant.limits()).hasToString("total.iterations=5,total.hostCalls=7");
    }
  }

  @Test
  void resetWhileAScriptRunsKeepsExactlyWhatComesAfter() {
    tenant.setLimits(total(100));
    FakeContext cx = new FakeContext(ledger).enter(script.account(), "s.js");
    cx.count(ITERATIONS, 90);
    tenant.reset();
    assertThat(tenant.usage().get(ITERATIONS)).isZero();
    assertThat(script.usage().get(ITERATIONS)).isEqualTo(90);
    cx.count(ITERATIONS, 100);
    assertThat(tenant.usage().get(ITERATIONS)).isEqualTo(100);
    LimitExceededError stopped =
        catchThrowableOfType(LimitExceededError.class, () -> cx.count(ITERATIONS));
    assertThat(stopped.breach().used()).isEqualTo(101);
    cx.exit(stopped);
    assertThat(script.usage().get(ITERATIONS)).isEqualTo(191);
  }

  @Test
  void loweringALimitStopsARunningScriptAndRaisingItLetsItRun() {
    tenant.setLimits(total(10));
    FakeContext cx = new FakeContext(ledger).enter(script.account(), "s.js");
    cx.count(ITERATIONS, 10);
    tenant.setLimit(ITERATIONS, 20);
    cx.count(ITERATIONS, 5);
    tenant.setLimit(ITERATIONS, 12);
    LimitExceededError stopped =
        catchThrowableOfType(LimitExceededError.class, () -> cx.count(ITERATIONS));
    assertThat(stopped.breach().used()).isEqualTo(16);
    assertThat(stopped.breach().limit()).isEqualTo(12);
    cx.exit(stopped);
  }
}
