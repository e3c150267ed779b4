package dev.tachograph.engine.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work that waits in a call gives its place to others, and takes one again. */
@Timeout(60)
class ExecutorWaitingTest {
  private final HandTicker ticker = new HandTicker();
  private final Queue<String> order = new ConcurrentLinkedQueue<>();

  private FairExecutor.Builder builder() {
    return FairExecutor.builder().threads(1).ticker(ticker);
  }

  /** Waits in a call until the gate opens; the second check is made while it waits for its turn. */
  private final class Caller {
    final Gate gate = new Gate();
    final CountDownLatch returning = new CountDownLatch(2);
    final Submission<String> submission;
    private final FairExecutor executor;
    private volatile Thread thread;

    Caller(FairExecutor executor, String tenant, String name, Duration runTimeout) {
      this.executor = executor;
      submission =
          executor.submit(tenant, name, () -> call(name), cause -> interrupt(), runTimeout);
    }

    private String call(String name) throws Exception {
      thread = Thread.currentThread();
      String answer = executor.whileWaiting(gate, this::check);
      order.add(name);
      return answer;
    }

    private void interrupt() {
      thread.interrupt();
    }

    private void check() {
      returning.countDown();
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("stopped");
      }
    }
  }

  private Caller caller(FairExecutor executor, String name) throws InterruptedException {
    Caller caller = new Caller(executor, "shop", name, null);
    caller.gate.awaitStart();
    return caller;
  }

  private Submission<String> gated(FairExecutor executor, String tenant, String name, Gate gate) {
    return executor.submit(
        tenant,
        name,
        () -> {
          gate.call();
          order.add(name);
          return name;
        });
  }

  @Test
  void othersRunMeanwhile() throws Exception {
    try (FairExecutor executor = builder().build()) {
      List<Caller> callers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        callers.add(caller(executor, "call" + i));
      }
      assertThat(executor.submit("shop", "vat.js", () -> "done").future().join()).isEqualTo("done");
      assertThat(executor.metrics().waiting()).isEqualTo(4);
      assertThat(executor.metrics().tenants().get("shop").waiting()).isEqualTo(4);
      for (Caller caller : callers) {
        caller.gate.open();
        assertThat(caller.submission.future().join()).isEqualTo("gone");
      }
      assertThat(executor.drain(Duration.ofMinutes(1))).isTrue();
      assertThat(executor.metrics().waiting()).isZero();
      assertThat(executor.metrics().running()).isZero();
      assertThat(executor.tenants()).isZero();
    }
  }

  @Test
  void workGoesOnBeforeItsTenantStartsMoreAndInTurnWithOthers() throws Exception {
    try (FairExecutor executor = builder().build()) {
      Caller first = caller(executor, "first");
      Caller second = caller(executor, "second");
      Gate running = new Gate();
      Submission<String> runs = gated(executor, "shop", "runs", running);
      running.awaitStart();
      Gate open = new Gate();
      open.open();
      Submission<String> later = gated(executor, "shop", "later", open);
      Submission<String> others = gated(executor, "rival", "others", open);
      first.gate.open();
      first.returning.await();
      second.gate.open();
      second.returning.await();
      assertThat(executor.metrics().running()).isEqualTo(1);
      assertThat(executor.metrics().waiting()).isEqualTo(2);
      running.open();
      runs.future().join();
      later.future().join();
      others.future().join();
      assertThat(order).containsExactly("runs", "first", "others", "second", "later");
    }
  }

  @Test
  void callingAgainAndAgainStarvesNobody() throws Exception {
    try (FairExecutor executor = builder().build()) {
      AtomicBoolean seen = new AtomicBoolean();
      List<Submission<?>> loops = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        loops.add(
            executor.submit(
                "shop",
                "loop",
                () -> {
                  while (!seen.get()) {
                    executor.whileWaiting(() -> "at once", () -> {});
                  }
                  return null;
                }));
      }
      executor.submit("rival", "vat.js", () -> seen.getAndSet(true)).future().join();
      for (Submission<?> loop : loops) {
        loop.future().join();
      }
    }
  }

  @Test
  void whatIsOverTheBoundIsNotCalled() throws Exception {
    try (FairExecutor executor = builder().waiting(1).build()) {
      Caller caller = caller(executor, "first");
      Gate gate = new Gate();
      Submission<String> refused =
          executor.submit("shop", "second", () -> executor.whileWaiting(gate, () -> {}));
      assertThatThrownBy(refused.future()::join)
          .hasCauseInstanceOf(TooManyWaitingException.class)
          .hasMessageContaining(
              "script 'second' of tenant 'shop' may not wait: 1 others do; submit less at once, or"
                  + " raise waiting");
      caller.gate.open();
      assertThat(caller.submission.future().join()).isEqualTo("gone");
      assertThat(executor.metrics().completed()).isEqualTo(2);
    }
  }

  @Test
  void whatIsCancelledEndsAtOnceThoughAllPlacesAreTaken() throws Exception {
    try (FairExecutor executor = builder().build()) {
      Caller inCall = caller(executor, "inCall");
      Caller atTurn = caller(executor, "atTurn");
      Gate running = new Gate();
      Submission<String> runs = gated(executor, "shop", "runs", running);
      running.awaitStart();
      atTurn.gate.open();
      atTurn.returning.await();
      for (Caller caller : List.of(inCall, atTurn)) {
        assertThat(caller.submission.cancel()).isTrue();
        assertThat(caller.submission.cancel()).isFalse();
        assertThatThrownBy(caller.submission.future()::join)
            .hasRootCauseInstanceOf(IllegalStateException.class)
            .hasRootCauseMessage("stopped");
      }
      Submission<String> next = executor.submit("shop", "next", () -> "next");
      assertThat(executor.metrics().running()).isEqualTo(1);
      assertThat(executor.metrics().queued()).isEqualTo(1);
      running.open();
      runs.future().join();
      assertThat(next.future().join()).isEqualTo("next");
      assertThat(order).containsExactly("runs");
      assertThat(executor.drain(Duration.ofMinutes(1))).isTrue();
      assertThat(executor.metrics().cancelled()).isEqualTo(2);
    }
  }

  @Test
  void theRunTimeoutGoesOnMeanwhile() throws Exception {
    try (FairExecutor executor = builder().build()) {
      Caller caller = new Caller(executor, "shop", "slow", Duration.ofSeconds(2));
      caller.gate.awaitStart();
      ticker.turn(Duration.ofSeconds(2));
      executor.look();
      assertThatThrownBy(caller.submission.future()::join).hasRootCauseMessage("stopped");
      assertThat(executor.metrics().timedOut()).isEqualTo(1);
    }
  }

  @Test
  void drainingWaitsForItAndClosingAsksItToEnd() throws Exception {
    FairExecutor executor = builder().build();
    Caller caller = caller(executor, "caller");
    assertThat(executor.drain(Duration.ZERO)).isFalse();
    executor.close();
    assertThatThrownBy(caller.submission.future()::join).hasRootCauseMessage("stopped");
    assertThat(executor.drain(Duration.ZERO)).isTrue();
  }

  @Test
  void bothBoundsOfATenantHold() throws Exception {
    FairExecutor.Builder two = builder().threads(3).perTenant(3).perTenantRunning(1);
    try (FairExecutor executor = two.build()) {
      Caller first = caller(executor, "first");
      Caller second = caller(executor, "second");
      Gate running = new Gate();
      Submission<String> runs = gated(executor, "shop", "runs", running);
      running.awaitStart();
      Submission<String> fourth = executor.submit("shop", "fourth", () -> "fourth");
      first.gate.open();
      first.returning.await();
      assertThat(executor.metrics().running()).isEqualTo(1);
      assertThat(executor.metrics().queued()).isEqualTo(1);
      running.open();
      runs.future().join();
      assertThat(first.submission.future().join()).isEqualTo("gone");
      assertThat(fourth.future().join()).isEqualTo("fourth");
      second.gate.open();
      assertThat(second.submission.future().join()).isEqualTo("gone");
    }
  }

  @Test
  void elsewhereItOnlyCalls() throws Exception {
    try (FairExecutor executor = builder().waiting(1).build()) {
      assertThat(executor.<String>whileWaiting(() -> "here", () -> order.add("checked")))
          .isEqualTo("here");
      Submission<String> nested =
          executor.submit(
              "shop",
              "nested",
              () ->
                  executor.whileWaiting(
                      () -> executor.whileWaiting(() -> "inside", () -> order.add("inner")),
                      () -> order.add("outer")));
      assertThat(nested.future().join()).isEqualTo("inside");
      assertThat(order).containsExactly("outer");
    }
  }

  @Test
  void manyWhoWaitForTheirTurnsLookLessOften() {
    assertThat(Dispatcher.lookNanos(1)).isEqualTo(Duration.ofMillis(200).toNanos());
    assertThat(Dispatcher.lookNanos(200)).isEqualTo(Duration.ofMillis(200).toNanos());
    assertThat(Dispatcher.lookNanos(10_000)).isEqualTo(Duration.ofSeconds(10).toNanos());
  }
}
