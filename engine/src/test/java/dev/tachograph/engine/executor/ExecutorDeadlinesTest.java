package dev.tachograph.engine.executor;

import static dev.tachograph.engine.executor.FairExecutorTest.failure;
import static dev.tachograph.engine.executor.FairExecutorTest.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.engine.executor.RejectedSubmissionException.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExecutorDeadlinesTest {
  private static final Duration ALMOST = Duration.ofSeconds(10).minusNanos(1);

  private final HandTicker ticker = new HandTicker();
  private final Gate gate = new Gate();

  private FairExecutor busyExecutor() throws InterruptedException {
    FairExecutor executor = FairExecutor.builder().threads(1).ticker(ticker).build();
    submit(executor, "shop", "vat.js", gate);
    gate.awaitStart();
    return executor;
  }

  @Test
  void whatWaitsTooLongIsRejectedThoughNoThreadIsFree() throws Exception {
    try (FairExecutor executor = busyExecutor()) {
      Submission<String> first = executor.submit("shop", "vat.js", () -> "");
      ticker.turn(Duration.ofNanos(1));
      Submission<String> second = executor.submit("shop", "vat.js", () -> "");
      ticker.turn(ALMOST.minusNanos(1));
      executor.look();
      assertThat(first.future()).isNotDone();
      ticker.turn(Duration.ofNanos(1));
      executor.look();
      assertThat(failure(first))
          .hasMessageContaining("within 10000 ms")
          .isInstanceOfSatisfying(
              RejectedSubmissionException.class,
              rejected -> assertThat(rejected.reason()).isEqualTo(Reason.QUEUE_TIMEOUT));
      assertThat(second.future()).isNotDone();
      assertThat(executor.metrics().timedOut()).isEqualTo(1);
      assertThat(executor.metrics().longestQueueWait()).isEqualTo(Duration.ofSeconds(10));
      gate.open();
      assertThat(second.future().join()).isEmpty();
    }
  }

  @Test
  void theTimerItselfLooks() throws Exception {
    try (FairExecutor executor =
        FairExecutor.builder().threads(1).queueTimeout(Duration.ofMillis(5)).build()) {
      submit(executor, "shop", "vat.js", gate);
      gate.awaitStart();
      assertThat(failure(executor.submit("shop", "vat.js", () -> "")))
          .isInstanceOf(RejectedSubmissionException.class);
      assertThat(failure(executor.submit("shop", "vat.js", () -> "")))
          .isInstanceOf(RejectedSubmissionException.class); // the next alarm
      Gate slow = new Gate();
      gate.open();
      Submission<String> stopped =
          executor.submit("shop", "vat.js", slow, slow::cancel, Duration.ofMillis(1));
      assertThat(stopped.future().join()).isEqualTo("gone");
      assertThat(slow.cause).isEqualTo(CancelCause.RUN_TIMEOUT);
    }
  }

  @Test
  void whatIsOverNeitherStartsNorTakesAPlace() throws Exception {
    try (FairExecutor executor = busyExecutor()) {
      Submission<String> late = executor.submit("shop", "vat.js", () -> "");
      ticker.turn(Duration.ofSeconds(10));
      Submission<String> next = executor.submit("shop", "vat.js", () -> ""); // looks as well
      assertThat(late.future()).isCompletedExceptionally();
      ticker.turn(Duration.ofSeconds(10));
      gate.open();
      assertThat(failure(next)).isInstanceOf(RejectedSubmissionException.class);
    }
  }

  @Test
  void whatRunsTooLongIsAskedToEnd() throws Exception {
    try (FairExecutor executor = busyExecutor()) {
      Gate slow = new Gate();
      Submission<String> stopped =
          executor.submit("shop", "vat.js", slow, slow::cancel, Duration.ofSeconds(3));
      ticker.turn(Duration.ofSeconds(9));
      gate.open();
      slow.awaitStart();
      ticker.turn(Duration.ofSeconds(3).minusNanos(1)); // its time counts from its start
      executor.look();
      assertThat(slow.cause).isNull();
      ticker.turn(Duration.ofNanos(1));
      executor.look();
      assertThat(stopped.future().join()).isEqualTo("gone"); // the timer may have been first
      assertThat(slow.cause).isEqualTo(CancelCause.RUN_TIMEOUT);
      assertThat(stopped.cancel()).isFalse();
      assertThat(executor.metrics().timedOut()).isEqualTo(1);
      assertThat(executor.drain(Duration.ofMinutes(1))).isTrue();
      assertThat(executor.metrics().completed()).isEqualTo(1);
    }
  }

  @Test
  void whatEndsInTimeIsNotAsked() throws Exception {
    try (FairExecutor executor = busyExecutor()) {
      Gate quick = new Gate();
      quick.open();
      Submission<String> done =
          executor.submit("shop", "vat.js", quick, quick::cancel, Duration.ofSeconds(3));
      gate.open();
      assertThat(done.future().join()).isEqualTo("gone");
      ticker.turn(Duration.ofSeconds(3));
      executor.look();
      assertThat(quick.cause).isNull();
      assertThat(executor.metrics().timedOut()).isZero();
    }
  }

  @Test
  void drainWaitsForSoLongByTheTicker() throws Exception {
    try (FairExecutor executor = busyExecutor()) {
      boolean[] drained = {true};
      Thread draining = new Thread(() -> drained[0] = executor.drain(Duration.ofHours(1)));
      draining.start();
      while (draining.isAlive()) {
        ticker.turn(Duration.ofMinutes(1));
        executor.look();
        Thread.onSpinWait();
      }
      assertThat(drained[0]).isFalse();
      gate.open();
    }
  }
}
