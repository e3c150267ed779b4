package dev.tachograph.engine.executor;

import static dev.tachograph.engine.executor.FairExecutorTest.submit;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts starts; time plays no part. */
@Timeout(60)
class ExecutorFairnessTest {
  private static final int FLOOD = 10_000;

  private final AtomicInteger starts = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();

  private static FairExecutor executor(int threads) {
    return FairExecutor.builder()
        .threads(threads)
        .perTenant(100)
        .perScript(100)
        .queueSize(2 * FLOOD)
        .perTenantQueue(2 * FLOOD)
        .ticker(new HandTicker())
        .build();
  }

  /** Occupies all threads. */
  private static List<Gate> occupy(FairExecutor executor, int threads) throws Exception {
    List<Gate> gates = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Gate gate = new Gate();
      gates.add(gate);
      submit(executor, "flood0", "vat.js", gate);
      gate.awaitStart();
    }
    return gates;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void oneWhoSubmitsOneItemDoesNotWaitForAFlood(int threads) throws Exception {
    try (FairExecutor executor = executor(threads)) {
      List<Gate> gates = occupy(executor, threads);
      for (int i = 0; i < FLOOD; i++) {
        executor.submit("flood0", "vat.js", starts::incrementAndGet);
      }
      Submission<Integer> one = executor.submit("small", "vat.js", starts::incrementAndGet);
      gates.forEach(Gate::open);
      int before = one.future().join() - 1;
      assertThat(before).isLessThanOrEqualTo(threads + 1);
      assertThat(executor.drain(Duration.ofMinutes(1))).isTrue();
      assertThat(starts).hasValue(FLOOD + 1);
    }
  }

  @Test
  void norForManyFloodsOfGreaterWeights() throws Exception {
    int threads = 2;
    try (FairExecutor executor = executor(threads)) {
      int weights = 0;
      for (int tenant = 0; tenant < 10; tenant++) {
        executor.setWeight("flood" + tenant, 1 + tenant % 4);
        weights += 1 + tenant % 4;
      }
      List<Gate> gates = occupy(executor, threads);
      for (int i = 0; i < FLOOD; i++) {
        executor.submit("flood" + i % 10, "vat.js", starts::incrementAndGet);
      }
      Submission<Integer> one = executor.submit("small", "vat.js", starts::incrementAndGet);
      gates.forEach(Gate::open);
      assertThat(one.future().join() - 1).isLessThanOrEqualTo(threads + weights);
    }
  }

  @Test
  void norInTheMidstOfOne() throws Exception {
    int threads = 2;
    try (FairExecutor executor = executor(threads)) {
      List<Gate> gates = occupy(executor, threads);
      for (int i = 0; i < FLOOD; i++) {
        executor.submit("flood0", "vat.js", starts::incrementAndGet);
      }
      gates.forEach(Gate::open);
      for (int i = 0; i < 100; i++) {
        // What runs while this thread submits has started before, and is not counted here.
        Gate first = new Gate();
        Gate second = new Gate();
        submit(executor, "small", "vat.js", first);
        submit(executor, "small", "vat.js", second);
        first.awaitStart();
        second.awaitStart();
        int before = starts.get();
        Submission<Integer> one = executor.submit("other", "vat.js", starts::incrementAndGet);
        first.open();
        second.open();
        assertThat(one.future().join() - before - 1).isLessThanOrEqualTo(threads + 1);
      }
    }
  }

  @Test
  void startsFollowTheWeightsAsTheyAreNow() throws Exception {
    try (FairExecutor executor = executor(1)) {
      List<Gate> gates = occupy(executor, 1);
      executor.setWeight("big", 3);
      for (int i = 0; i < 400; i++) {
        executor.submit("big", "vat.js", () -> order.add("big"));
        executor.submit("small", "vat.js", () -> order.add("small"));
      }
      Gate halfway = new Gate();
      for (int i = 0; i < 100; i++) {
        executor.submit("third", "vat.js", () -> order.add("third"));
      }
      submit(executor, "third", "vat.js", halfway);
      gates.forEach(Gate::open);
      halfway.awaitStart(); // of 101 turns of each of weight 1
      assertThat(Collections.frequency(order, "big")).isBetween(299, 304);
      assertThat(Collections.frequency(order, "small")).isBetween(99, 102);
      order.clear();
      executor.setWeight("big", 1);
      executor.setWeight("small", 2);
      halfway.open();
      assertThat(executor.drain(Duration.ofMinutes(1))).isTrue();
      List<String> next = new ArrayList<>(order).subList(0, 90);
      assertThat(Collections.frequency(next, "small")).isBetween(58, 61);
    }
  }

  @Test
  void weightsHoldForTenantsThatRunOneAfterTheOther() throws Exception {
    try (FairExecutor executor =
        FairExecutor.builder().threads(1).perTenant(1).ticker(new HandTicker()).build()) {
      List<Gate> gates = occupy(executor, 1);
      executor.setWeight("big", 4);
      for (int i = 0; i < 100; i++) {
        executor.submit("big", "vat.js", () -> order.add("big"));
        executor.submit("small", "vat.js", () -> order.add("small"));
      }
      gates.forEach(Gate::open);
      assertThat(executor.drain(Duration.ofMinutes(1))).isTrue();
      List<String> first = new ArrayList<>(order).subList(0, 100);
      assertThat(Collections.frequency(first, "big")).isBetween(79, 81);
    }
  }

  @Test
  void aBoundBelowTheThreadsKeepsSomeFree() throws Exception {
    try (FairExecutor executor =
        FairExecutor.builder().threads(3).perTenant(2).ticker(new HandTicker()).build()) {
      List<Gate> gates = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        Gate gate = new Gate();
        gates.add(gate);
        submit(executor, "flood0", "vat.js", gate);
      }
      // Nothing of the flood ends, and still:
      assertThat(executor.submit("small", "vat.js", () -> "at once").future().join())
          .isEqualTo("at once");
      gates.forEach(Gate::open);
    }
  }
}
