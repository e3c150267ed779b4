package dev.tachograph.meter;

import static dev.tachograph.meter.Resource.CPU_TIME;
import static dev.tachograph.meter.Resource.WALL_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A thread computes for one evaluation at a time; the time that passes is of all. */
class NestingTest {
  private final HandTimepiece time = new HandTimepiece();
  private final Ledger ledger = new Ledger(Duration.ofHours(1).toNanos(), Ticker.system(), time);

  private FakeContext enter(String account) {
    return new FakeContext(ledger).enter(account, account + ".js");
  }

  private void compute(long millis) {
    time.compute(Thread.currentThread(), Duration.ofMillis(millis));
    time.turn(Duration.ofMillis(millis));
  }

  private long millis(String account, Resource resource) {
    return TimeUnit.NANOSECONDS.toMillis(ledger.usage(account).get(resource));
  }

  @Test
  void aContextWithinAnotherTakesNoneOfTheOthersCpuTime() {
    FakeContext outer = enter("outer");
    compute(1);
    FakeContext inner = enter("inner");
    compute(20);
    FakeContext innermost = enter("innermost");
    compute(300);
    innermost.exit(null);
    compute(4000);
    inner.exit(null);
    compute(50_000);
    outer.exit(null);
    assertThat(millis("innermost", CPU_TIME)).isEqualTo(300);
    assertThat(millis("inner", CPU_TIME)).isEqualTo(4020);
    assertThat(millis("inner", WALL_TIME)).isEqualTo(4320);
    assertThat(millis("outer", CPU_TIME)).isEqualTo(50_001);
    assertThat(millis("outer", WALL_TIME)).isEqualTo(54_321);
  }

  @Test
  void anAccountPaysOnceForWhatItDoesOnTwoContexts() {
    FakeContext outer = enter("a");
    FakeContext inner = enter("a");
    compute(7);
    inner.exit(null);
    outer.exit(null);
    assertThat(millis("a", CPU_TIME)).isEqualTo(7);
  }

  @Test
  void whatTheApiOpensIsWithinTheContextsAround() {
    Object bound = ledger.evaluations().bind("bound");
    FakeContext joined = enter("nobody");
    FakeContext own = enter("nobody either");
    compute(1);
    Object inner = ledger.evaluations().bind("inner");
    compute(20);
    ledger.evaluations().unbind(inner, null);
    compute(300);
    own.exit(null);
    joined.exit(null);
    compute(4000);
    EvaluationRecord record = ledger.evaluations().unbind(bound, null);
    assertThat(millis("inner", CPU_TIME)).isEqualTo(20);
    assertThat(record.usage().get(CPU_TIME)).isEqualTo(TimeUnit.SECONDS.toNanos(4));
    assertThat(millis("bound", CPU_TIME)).isEqualTo(4301);
  }

  @Test
  void whatWasLeftOpenWithinDoesNotStopTheClocksOfOthers() {
    FakeContext outer = enter("outer");
    FakeContext middle = enter("middle");
    Object left = ledger.evaluations().bind("left");
    compute(1);
    middle.exit(null);
    compute(20);
    assertThat(ledger.evaluations().unbind(left, null).usage().get(CPU_TIME)).isPositive();
    compute(300);
    outer.exit(null);
    assertThat(millis("outer", CPU_TIME)).isEqualTo(320);
  }
}
