package dev.tachograph.engine.executor;

import static dev.tachograph.engine.executor.FairExecutorTest.failure;
import static dev.tachograph.engine.executor.FairExecutorTest.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.engine.executor.RejectedSubmissionException.Reason;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExecutorOverflowTest {
  private final HandTicker ticker = new HandTicker();
  private final Gate gate = new Gate();
  private FairExecutor executor;

  /** One thread, which is busy; a queue of 4, of which a tenant has 3. */
  private void start(Overflow overflow) throws InterruptedException {
    executor =
        FairExecutor.builder()
            .threads(1)
            .perTenant(1)
            .queueSize(4)
            .perTenantQueue(3)
            .overflow(overflow)
            .ticker(ticker)
            .build();
    submit(executor, "busy", "vat.js", gate);
    gate.awaitStart();
  }

  @AfterEach
  void close() {
    gate.open();
    executor.close();
  }

  private Submission<String> submitNow(String tenant) {
    return executor.submit(tenant, "vat.js", () -> tenant);
  }

  /** Submits on a thread of its own; returns when that waits. */
  private Caller submitLater(String tenant) {
    int before = executor.metrics().callersWaiting();
    Caller caller = new Caller(() -> submitNow(tenant));
    while (executor.metrics().callersWaiting() == before) {
      Thread.onSpinWait();
    }
    return caller;
  }

  private static final class Caller {
    final CompletableFuture<Submission<String>> submission = new CompletableFuture<>();
    final Thread thread;
    volatile boolean interrupted;

    Caller(Callable<Submission<String>> submit) {
      thread =
          new Thread(
              () -> {
                try {
                  submission.complete(submit.call());
                } catch (Exception rejected) {
                  submission.completeExceptionally(rejected);
                }
                interrupted = Thread.interrupted();
              });
      thread.start();
    }

    Reason rejection() throws InterruptedException {
      thread.join();
      Throwable rejected = submission.handle((result, failure) -> failure).join();
      return ((RejectedSubmissionException) rejected).reason();
    }
  }

  private static Reason rejection(Submission<?> submission) {
    return ((RejectedSubmissionException) failure(submission)).reason();
  }

  @Test
  void aFullShareRejectsAndNobodyElseNotices() throws Exception {
    start(Overflow.REJECT);
    for (int i = 0; i < 3; i++) {
      submitNow("flood");
    }
    assertThatThrownBy(() -> submitNow("flood"))
        .isInstanceOfSatisfying(
            RejectedSubmissionException.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(Reason.QUEUE_FULL))
        .hasMessageContaining("tenant 'flood'")
        .hasMessageContaining("raise queueSize or perTenantQueue");
    Submission<String> other = submitNow("other");
    assertThatThrownBy(() -> submitNow("third")).isInstanceOf(RejectedSubmissionException.class);
    ExecutorMetrics metrics = executor.metrics();
    assertThat(metrics.queued()).isEqualTo(4);
    assertThat(metrics.rejected()).isEqualTo(2);
    assertThat(executor.tenants()).isEqualTo(3); // nothing is known of the third
    gate.open();
    assertThat(other.future().join()).isEqualTo("other");
  }

  @Test
  void whatStartsAtOnceNeedsNoPlace() throws Exception {
    executor = FairExecutor.builder().threads(3).perTenant(1).queueSize(1).ticker(ticker).build();
    submit(executor, "busy", "vat.js", gate);
    submitNow("busy"); // fills the queue
    assertThat(submitNow("other").future().join()).isEqualTo("other");
    assertThat(executor.metrics().queued()).isEqualTo(1);
  }

  @Test
  void theOldestOfAFullShareIsDropped() throws Exception {
    start(Overflow.DROP_OLDEST);
    Submission<String> other = submitNow("other");
    Submission<String> oldest = submitNow("flood");
    Submission<String> second = submitNow("flood");
    submitNow("flood");
    Submission<String> newest = submitNow("flood");
    assertThat(rejection(oldest)).isEqualTo(Reason.DROPPED);
    assertThat(second.future()).isNotDone();
    assertThat(executor.metrics().dropped()).isEqualTo(1);
    assertThat(executor.metrics().queued()).isEqualTo(4);
    gate.open();
    assertThat(other.future().join()).isEqualTo("other");
    assertThat(newest.future().join()).isEqualTo("flood");
  }

  @Test
  void theOldestOfTheLongestQueueIsDroppedForOthers() throws Exception {
    start(Overflow.DROP_OLDEST);
    Submission<String> other = submitNow("other");
    Submission<String> oldest = submitNow("flood");
    Submission<String> second = submitNow("flood");
    submitNow("flood");
    Submission<String> newcomer = submitNow("newcomer");
    assertThat(rejection(oldest)).isEqualTo(Reason.DROPPED);
    submitNow("newcomer");
    assertThat(rejection(second)).isEqualTo(Reason.DROPPED);
    gate.open();
    assertThat(other.future().join()).isEqualTo("other");
    assertThat(newcomer.future().join()).isEqualTo("newcomer");
  }

  @Test
  void aShareOfOneIsRenewed() throws Exception {
    executor =
        FairExecutor.builder()
            .threads(1)
            .perTenantQueue(1)
            .overflow(Overflow.DROP_OLDEST)
            .ticker(ticker)
            .build();
    submit(executor, "busy", "vat.js", gate);
    Submission<String> old = submitNow("flood");
    Submission<String> young = submitNow("flood");
    assertThat(rejection(old)).isEqualTo(Reason.DROPPED);
    gate.open();
    assertThat(young.future().join()).isEqualTo("flood");
    assertThat(executor.drain(Duration.ofMinutes(1))).isTrue();
    assertThat(executor.tenants()).isZero();
  }

  @Test
  void aCallerWaitsUntilThereIsRoom() throws Exception {
    start(Overflow.CALLER_WAITS);
    Submission<String> first = submitNow("flood");
    submitNow("flood");
    submitNow("flood");
    Caller caller = submitLater("flood");
    assertThat(executor.metrics().queued()).isEqualTo(3);
    ticker.turn(Duration.ofSeconds(4));
    assertThat(first.cancel()).isTrue();
    Submission<String> submission = caller.submission.join();
    assertThat(executor.metrics().callersWaiting()).isZero();
    assertThat(executor.metrics().queued()).isEqualTo(3);
    assertThat(submission.queueWait()).isEqualTo(Duration.ofSeconds(4)); // the caller's too
    gate.open();
    assertThat(submission.future().join()).isEqualTo("flood");
  }

  @Test
  void aCallerIsReleasedWhenItsWorkStarts() throws Exception {
    executor =
        FairExecutor.builder()
            .threads(3)
            .perTenant(1)
            .queueSize(1)
            .overflow(Overflow.CALLER_WAITS)
            .ticker(ticker)
            .build();
    submit(executor, "busy", "vat.js", gate);
    submitNow("busy"); // fills the queue, for as long as the gate is closed
    Gate other = new Gate();
    submit(executor, "other", "vat.js", other);
    Caller caller = submitLater("other");
    other.open();
    assertThat(caller.submission.join().future().join()).isEqualTo("other");
    assertThat(executor.metrics().queued()).isEqualTo(1);
  }

  @Test
  void aCallerWaitsNoLongerThanTheQueueTimeout() throws Exception {
    start(Overflow.CALLER_WAITS);
    for (int i = 0; i < 3; i++) {
      submitNow("flood");
    }
    ticker.turn(Duration.ofSeconds(1));
    Caller caller = submitLater("flood");
    ticker.turn(Duration.ofSeconds(10));
    Submission<String> first = submitNow("other"); // looks at the time
    assertThat(caller.rejection()).isEqualTo(Reason.QUEUE_TIMEOUT);
    assertThat(executor.metrics().timedOut()).isEqualTo(4);
    assertThat(first.future()).isNotDone();
  }

  @Test
  void aCallerThatIsInterruptedIsRejected() throws Exception {
    start(Overflow.CALLER_WAITS);
    for (int i = 0; i < 3; i++) {
      submitNow("flood");
    }
    Caller caller = submitLater("flood");
    caller.thread.interrupt();
    assertThat(caller.rejection()).isEqualTo(Reason.QUEUE_FULL);
    assertThat(caller.interrupted).isTrue();
    assertThat(executor.metrics().callersWaiting()).isZero();
    assertThat(executor.metrics().rejected()).isEqualTo(1);
  }

  @Test
  void aCallerLearnsOfTheEnd() throws Exception {
    start(Overflow.CALLER_WAITS);
    for (int i = 0; i < 3; i++) {
      submitNow("flood");
    }
    Caller caller = submitLater("flood");
    executor.close();
    assertThat(caller.rejection()).isEqualTo(Reason.SHUT_DOWN);
    assertThat(executor.tenants()).isZero();
  }

  @Test
  void roomGoesToWhomHasLeastOfIt() throws Exception {
    start(Overflow.CALLER_WAITS);
    Submission<String> first = submitNow("flood");
    submitNow("flood");
    submitNow("third");
    submitNow("third");
    Caller flood = submitLater("flood");
    Caller other = submitLater("other");
    assertThat(first.cancel()).isTrue();
    assertThat(other.submission.join().future()).isNotDone();
    assertThat(flood.submission).isNotDone();
    assertThat(executor.metrics().callersWaiting()).isEqualTo(1);
  }
}
