package dev.tachograph.meter;

import static dev.tachograph.meter.Resource.ALLOCATED_BYTES;
import static dev.tachograph.meter.Resource.STACK_BYTES;
import static dev.tachograph.meter.Resource.STACK_DEPTH;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the JVM itself has no more to give, whatever the limits are. */
class ExhaustionTest {
  private final Ledger ledger = new Ledger();
  private final List<Breach> suspicions = new ArrayList<>();

  private Breach exhaust(Resource resource, long requested) {
    ledger.addListener(
        new EvaluationListener() {
          @Override
          public void suspect(EvaluationRecord evaluation, Breach breach) {
            suspicions.add(breach);
          }
        });
    FakeContext context = new FakeContext(ledger).enter("a", "a.js");
    context.count(resource, 41);
    LimitExceededError error = context.exhaust(resource, requested);
    assertThat(suspicions).as("told where there is no stack for it").isEmpty();
    assertThat(context.exit(error)).as("what the host sees").isSameAs(error);
    assertThat(ledger.usage("a").get(resource)).as("billed").isEqualTo(41);
    assertThat(error.breach().kind()).isEqualTo(Breach.Kind.EXHAUSTED);
    assertThat(error.breach().toMap()).containsEntry("limit", null).containsEntry("used", 41L);
    assertThat(Breach.ofMap(error.breach().toMap())).isEqualTo(error.breach());
    return error.breach();
  }

  @Test
  void aFullStackMakesTheJvmSuspect() {
    Breach breach = exhaust(STACK_DEPTH, 0);
    assertThat(suspicions).containsExactly(breach);
    assertThat(breach.message())
        .isEqualTo(
            "stopped: the stack of its thread was full at stackDepth 41, script a.js, at f"
                + " (fake.js:7); set limit.stackDepth below that, or give the JVM more (-Xss)");
  }

  @Test
  void aFullHeapMakesTheJvmSuspect() {
    Breach breach = exhaust(ALLOCATED_BYTES, 0);
    assertThat(suspicions).containsExactly(breach);
    assertThat(breach.message())
        .isEqualTo(
            "stopped: the heap of this JVM was full at allocatedBytes 41, script a.js, at f"
                + " (fake.js:7); set limit.allocatedBytes below that, or give the JVM more (-Xmx)");
  }

  @Test
  void whatNoJvmCanGiveIsRefusedWithoutHarm() {
    Breach breach = exhaust(ALLOCATED_BYTES, -8_589_934_592L);
    assertThat(suspicions).isEmpty();
    assertThat(breach.requested()).isEqualTo(8_589_934_592L);
    assertThat(breach.message())
        .isEqualTo(
            "stopped: allocatedBytes 41 used, and no JVM gives 8589934592 more at once, script"
                + " a.js, at f (fake.js:7)");
  }

  @Test
  void aLimitOnTheDepthBoundsTheStackThatNobodyDescribed() {
    Limits depth = Limits.builder().perEvaluation(STACK_DEPTH, 10).build();
    assertThat(depth.perEvaluation(STACK_BYTES)).isEmpty();
    assertThat(depth.inForce(STACK_BYTES.ordinal())).isEqualTo(416 << 10);
    assertThat(depth.toBuilder().perEvaluation(STACK_BYTES, 5).build())
        .returns(5L, limits -> limits.inForce(STACK_BYTES.ordinal()));
    assertThat(Limits.unlimited().inForce(STACK_BYTES.ordinal())).isEqualTo(Long.MAX_VALUE);
  }
}
