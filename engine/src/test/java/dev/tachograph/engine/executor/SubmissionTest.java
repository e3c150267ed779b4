package dev.tachograph.engine.executor;

import static dev.tachograph.engine.executor.FairExecutorTest.failure;
import static dev.tachograph.engine.executor.FairExecutorTest.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SubmissionTest {
  private final HandTicker ticker = new HandTicker();
  private final FairExecutor executor = FairExecutor.builder().threads(1).ticker(ticker).build();
  private final Gate gate = new Gate();
  private Submission<String> running;

  @BeforeEach
  void occupyTheThread() throws Exception {
    running = submit(executor, "shop", "vat.js", gate);
    gate.awaitStart();
  }

  @AfterEach
  void close() {
    gate.open();
    executor.close();
  }

  @Test
  void cancelRemovesWhatWaitsAtOnce() {
    AtomicInteger ran = new AtomicInteger();
    Submission<Integer> waiting = executor.submit("rival", "vat.js", ran::incrementAndGet);
    ticker.turn(Duration.ofSeconds(1));
    assertThat(waiting.cancel()).isTrue();
    assertThat(waiting.future()).isCancelled();
    assertThatThrownBy(() -> waiting.future().join())
        .isInstanceOf(CancellationException.class)
        .hasMessage("cancelled before it ran");
    assertThat(waiting.queueWait()).isEqualTo(Duration.ofSeconds(1));
    assertThat(executor.metrics().queued()).isZero();
    assertThat(executor.metrics().cancelled()).isEqualTo(1);
    assertThat(executor.tenants()).isEqualTo(1);
    assertThat(waiting.cancel()).isFalse();
    gate.open();
    assertThat(executor.drain(Duration.ofMinutes(1))).isTrue();
    assertThat(ran).hasValue(0);
  }

  @Test
  void cancelCallsTheHookOfWhatRunsOnce() {
    assertThat(running.cancel()).isTrue();
    assertThat(running.cancel()).isFalse();
    assertThat(gate.cause).isEqualTo(CancelCause.CANCELLED);
    assertThat(running.future().join()).isEqualTo("gone"); // it ends as it likes
    assertThat(executor.metrics().cancelled()).isEqualTo(1);
    assertThat(executor.metrics().completed()).isZero();
  }

  @Test
  void cancellingTheFutureIsTheSame() {
    Submission<String> waiting = executor.submit("shop", "vat.js", () -> "");
    assertThat(waiting.future().cancel(false)).isTrue();
    assertThat(executor.metrics().queued()).isZero();
    assertThat(running.future().cancel(true)).isFalse();
    assertThat(gate.cause).isEqualTo(CancelCause.CANCELLED);
    assertThat(running.future().join()).isEqualTo("gone");
  }

  @Test
  void aHookThatFailsConcernsNobody() throws Exception {
    Gate next = new Gate();
    Submission<String> hooked =
        executor.submit(
            "shop",
            "vat.js",
            next,
            cause -> {
              throw new IllegalStateException("expected by the test");
            },
            null);
    gate.open();
    next.awaitStart();
    assertThat(hooked.cancel()).isTrue();
    next.open();
    assertThat(hooked.future().join()).isEqualTo("gone");
  }

  @Test
  void completingTheFutureFromOutsideDoesNotTouchTheWork() {
    assertThat(running.future().complete("other")).isTrue();
    assertThat(executor.metrics().running()).isEqualTo(1);
    gate.open();
    assertThat(executor.drain(Duration.ofMinutes(1))).isTrue();
    assertThat(running.future().join()).isEqualTo("other");
    assertThat(executor.metrics().completed()).isEqualTo(1);
  }

  @Test
  void drainTakesNothingMoreAndWaits() {
    Submission<String> waiting = executor.submit("shop", "vat.js", () -> "late");
    assertThat(executor.drain(Duration.ZERO)).isFalse();
    assertThatThrownBy(() -> executor.submit("shop", "vat.js", () -> ""))
        .isInstanceOfSatisfying(
            RejectedSubmissionException.class,
            rejected ->
                assertThat(rejected.reason())
                    .isEqualTo(RejectedSubmissionException.Reason.SHUT_DOWN))
        .hasMessageContaining("submit to another one");
    gate.open();
    assertThat(executor.drain(Duration.ofMinutes(1))).isTrue();
    assertThat(running.future()).isCompletedWithValue("gone");
    assertThat(waiting.future()).isCompletedWithValue("late");
    assertThat(executor.metrics().rejected()).isEqualTo(1);
  }

  @Test
  void aDrainThatIsInterruptedSaysSo() {
    Thread.currentThread().interrupt();
    assertThat(executor.drain(Duration.ofMinutes(1))).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void closeRejectsWhatWaitsAndCancelsWhatRuns() {
    Submission<String> waiting = executor.submit("shop", "vat.js", () -> "");
    executor.close();
    assertThat(gate.cause).isEqualTo(CancelCause.SHUT_DOWN);
    assertThat(running.future()).isCompletedWithValue("gone"); // close waited for it
    assertThat(failure(waiting))
        .isInstanceOfSatisfying(
            RejectedSubmissionException.class,
            rejected ->
                assertThat(rejected.reason())
                    .isEqualTo(RejectedSubmissionException.Reason.SHUT_DOWN));
    assertThatThrownBy(() -> executor.submit("shop", "vat.js", () -> ""))
        .isInstanceOf(RejectedSubmissionException.class);
    ExecutorMetrics metrics = executor.metrics();
    assertThat(metrics.rejected()).isEqualTo(2);
    assertThat(metrics.cancelled()).isEqualTo(1);
    assertThat(executor.tenants()).isZero();
    executor.close();
  }

  @Test
  void closeDoesNotWaitForEverForWhatDoesNotEnd() throws Exception {
    Gate stubborn = new Gate();
    try (FairExecutor other = FairExecutor.builder().threads(1).ticker(ticker).build()) {
      Submission<String> hopeless = other.submit("shop", "vat.js", stubborn); // without a hook
      stubborn.awaitStart();
      Thread closing = new Thread(other::close);
      closing.start();
      while (closing.isAlive()) {
        ticker.turn(Duration.ofSeconds(1));
        other.look();
        Thread.onSpinWait();
      }
      assertThat(hopeless.future()).isNotDone();
      stubborn.open();
      assertThat(hopeless.future().join()).isEqualTo("gone");
    }
  }
}
