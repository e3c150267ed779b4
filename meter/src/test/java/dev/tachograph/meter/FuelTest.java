package dev.tachograph.meter;

import static dev.tachograph.meter.Resource.ALLOCATED_BYTES;
import static dev.tachograph.meter.Resource.FUEL;
import static dev.tachograph.meter.Resource.FUNCTION_CALLS;
import static dev.tachograph.meter.Resource.ITERATIONS;
import static dev.tachograph.meter.Resource.NATIVE_STEPS;
import static dev.tachograph.meter.Resource.SOURCE_CHARS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** One price for all work: it adds up exactly, and its limit is exact however the work is mixed. */
class FuelTest {
  private static final List<Resource> PRICED =
      List.of(ITERATIONS, FUNCTION_CALLS, ALLOCATED_BYTES, NATIVE_STEPS, SOURCE_CHARS);

  private final Ledger ledger = new Ledger();

  private FakeContext enter() {
    return new FakeContext(ledger).enter("a", "a.js");
  }

  private static long price(Resource resource, long amount) {
    return Fuel.of(resource.ordinal(), amount);
  }

  @Test
  void isTheWeightedSumOfTheOthers() {
    FakeContext context = enter();
    context.count(ITERATIONS, 3);
    context.count(FUNCTION_CALLS, 2);
    context.charge(ALLOCATED_BYTES, 1_000);
    context.charge(NATIVE_STEPS, 128);
    context.charge(SOURCE_CHARS, 10);
    long fuel = 3 * 400 + 2 * 120 + 1_000 + 128 * 4 + 10 * 4;
    assertThat(ledger.usage("a").get(FUEL)).as("while it runs").isEqualTo(fuel);
    context.exit(null);
    assertThat(ledger.usage("a").get(FUEL)).isEqualTo(fuel);
    FakeContext again = enter();
    again.count(ITERATIONS);
    again.exit(null);
    assertThat(ledger.usage("a").get(FUEL)).isEqualTo(fuel + 400);
  }

  @Test
  void theTickThatDoesNotFitIsRefused() {
    ledger.setLimits("a", Limits.builder().perEvaluation(FUEL, 1_000).build());
    FakeContext context = enter();
    context.count(ITERATIONS, 2);
    context.count(FUNCTION_CALLS);
    LimitExceededError error =
        catchThrowableOfType(LimitExceededError.class, () -> context.count(FUNCTION_CALLS));
    assertThat(error).hasMessageContaining("fuel used 1040, limit 1000");
    assertThat(error.breach().requested()).isEqualTo(120);
    assertThat(error.breach().limitKey()).isEqualTo("limit.fuel");
    assertThat(context.exit(error)).isSameAs(error);
  }

  @Test
  void aChargeThatDoesNotFitIsNotBilled() {
    ledger.setLimits("a", Limits.builder().perEvaluation(FUEL, 1_000).build());
    FakeContext context = enter();
    context.count(ITERATIONS);
    context.charge(ALLOCATED_BYTES, 600);
    LimitExceededError error =
        catchThrowableOfType(
            LimitExceededError.class, () -> context.charge(ALLOCATED_BYTES, 1 << 30));
    assertThat(error.breach().used()).isEqualTo(1_000 + (1 << 30));
    context.exit(error);
    assertThat(ledger.usage("a").get(FUEL)).isEqualTo(1_000);
  }

  @Test
  void anyMixtureUsesItToTheLastTick() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      long limit = random.nextInt(200_000);
      ledger.setLimits("a", Limits.builder().perEvaluation(FUEL, limit).build());
      FakeContext context = enter();
      long spent = 0;
      LimitExceededError error = null;
      while (error == null) {
        Resource resource = PRICED.get(random.nextInt(PRICED.size()));
        long amount = resource.isChargedBySize() ? random.nextInt(3_000) : 1;
        error =
            catchThrowableOfType(LimitExceededError.class, () -> context.charge(resource, amount));
        spent += price(resource, amount);
        assertThat(error == null).as("%d of %d", spent, limit).isEqualTo(spent <= limit);
      }
      assertThat(error.breach().resource()).isEqualTo(FUEL);
      assertThat(error.breach().used()).isEqualTo(spent);
      context.exit(error);
    }
  }

  @Test
  void otherLimitsStillHold() {
    ledger.setLimits(
        "a", Limits.builder().perEvaluation(FUEL, 1_000_000).perEvaluation(ITERATIONS, 5).build());
    FakeContext context = enter();
    context.count(FUNCTION_CALLS, 100);
    context.count(ITERATIONS, 5);
    context.charge(ALLOCATED_BYTES, 50);
    LimitExceededError error =
        catchThrowableOfType(LimitExceededError.class, () -> context.count(ITERATIONS));
    assertThat(error.breach().resource()).isEqualTo(ITERATIONS);
    context.exit(error);
  }

  @Test
  void threadsShareATotal() throws Exception {
    long total = 4_000_000;
    ledger.setLimits("a", Limits.builder().total(FUEL, total).build());
    CyclicBarrier admitted = new CyclicBarrier(4);
    List<FutureTask<Long>> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int seed = i;
      tasks.add(new FutureTask<>(() -> spend(new Random(seed), admitted)));
    }
    tasks.forEach(task -> new Thread(task).start());
    long allowed = 0;
    for (FutureTask<Long> task : tasks) {
      allowed += task.get();
    }
    assertThat(allowed).as("by all threads").isBetween(total - 400, total);
    LimitExceededError denied = catchThrowableOfType(LimitExceededError.class, this::enter);
    assertThat(denied.breach().denied()).isTrue();
    assertThat(denied.breach().resource()).isEqualTo(FUEL);
  }

  /** Works until it is stopped; what it was allowed. */
  private long spend(Random random, CyclicBarrier admitted) throws Exception {
    FakeContext context = enter();
    admitted.await();
    long allowed = 0;
    while (true) {
      Resource resource = random.nextBoolean() ? ITERATIONS : FUNCTION_CALLS;
      try {
        context.count(resource);
      } catch (LimitExceededError stopped) {
        context.exit(stopped);
        return allowed;
      }
      allowed += price(resource, 1);
    }
  }

  @Test
  void whatTheHostChargesIsTheEvaluationsAndCountsAgainstItsLimits() {
    ResourceTracker host = ResourceTracker.open("a", null, new LocalPort(ledger));
    host.setLimits(Limits.builder().perEvaluation(FUEL, 1_000).total(FUEL, 1_500).build());
    FakeContext context = enter();
    context.count(ITERATIONS);
    host.charge(FUEL, 300);
    assertThat(ledger.usage("a").get(FUEL)).isEqualTo(700);
    context.count(FUNCTION_CALLS, 2);
    LimitExceededError counted =
        catchThrowableOfType(LimitExceededError.class, () -> context.count(FUNCTION_CALLS));
    assertThat(counted).hasMessageContaining("fuel used 1060, limit 1000");
    context.exit(counted);
    assertThat(ledger.usage("a").get(FUEL)).isEqualTo(1_060);

    FakeContext second = enter();
    host.charge(FUEL, 560); // the count that was refused is used, but not of the budget
    LimitExceededError charged =
        catchThrowableOfType(LimitExceededError.class, () -> host.charge(FUEL, 1));
    assertThat(charged.breach().limitKey()).isEqualTo("total.fuel");
    assertThat(charged.breach().used()).isEqualTo(1_621);
    second.exit(charged);
    assertThat(ledger.usage("a").get(FUEL)).isEqualTo(1_620);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> host.charge(FUEL, 1))
        .withMessageContaining("none runs on this thread");
  }
}
