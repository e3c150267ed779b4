package dev.tachograph.engine.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.engine.executor.ExecutorMetrics.TenantLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FairExecutorTest {
  private final HandTicker ticker = new HandTicker();

  private FairExecutor.Builder builder() {
    return FairExecutor.builder().threads(1).ticker(ticker);
  }

  @Test
  void workRunsOnANamedDaemonWithoutALoader() throws Exception {
    try (FairExecutor executor = builder().build()) {
      Thread thread = executor.submit("shop", "vat.js", Thread::currentThread).future().get();
      assertThat(thread.getName()).isEqualTo("tachograph-executor");
      assertThat(thread.isDaemon()).isTrue();
      assertThat(thread.getContextClassLoader()).isNull();
    }
  }

  @Test
  void nothingIsAResultToo() {
    try (FairExecutor executor = builder().build()) {
      Submission<Void> nothing = executor.submit("shop", "vat.js", () -> null);
      assertThat(nothing.future().join()).isNull();
      assertThat(nothing.tenant()).isEqualTo("shop");
      assertThat(nothing.script()).isEqualTo("vat.js");
      assertThat(nothing.queueWait()).isZero();
      assertThat(nothing.cancel()).isFalse();
    }
  }

  @Test
  void whatWorkThrowsEndsTheFutureAndNotTheThread() {
    try (FairExecutor executor = builder().build()) {
      Thread before = executor.submit("shop", "vat.js", Thread::currentThread).future().join();
      for (Throwable thrown :
          List.of(new Exception("a"), new AssertionError("b"), new OutOfMemoryError("c"))) {
        assertThat(failure(executor.submit("shop", "vat.js", () -> sneak(thrown))))
            .isSameAs(thrown);
      }
      assertThat(failure(executor.submit("shop", "vat.js", () -> recurse(1))))
          .isInstanceOf(StackOverflowError.class);
      assertThat(executor.submit("shop", "vat.js", Thread::currentThread).future().join())
          .isSameAs(before);
      assertThat(executor.drain(Duration.ofMinutes(1))).isTrue();
      assertThat(executor.metrics().completed()).isEqualTo(6);
    }
  }

  @Test
  void stacksAreAsLargeAsIsSaid() {
    int shallow = depth(1 << 20);
    assertThat(depth(64 << 20)).isGreaterThan(8 * shallow);
  }

  private int depth(int stackBytes) {
    int[] depth = {0};
    try (FairExecutor executor = builder().stackBytes(stackBytes).build()) {
      Throwable end = failure(executor.submit("shop", "vat.js", () -> count(depth)));
      assertThat(end).isInstanceOf(StackOverflowError.class);
    }
    return depth[0];
  }

  @Test
  void workLeavesNothingOnTheThread() {
    try (FairExecutor executor = builder().build()) {
      Submission<Void> untidy =
          executor.submit(
              "shop",
              "untidy.js",
              () -> {
                Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
                Thread.currentThread().interrupt();
                return null;
              });
      untidy.future().join();
      executor
          .submit(
              "rival",
              "tidy.js",
              () -> {
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                assertThat(Thread.currentThread().getContextClassLoader()).isNull();
                return null;
              })
          .future()
          .join();
    }
  }

  @Test
  void noMoreThanTheBoundsRunAtOnce() throws Exception {
    try (FairExecutor executor = builder().threads(8).perTenant(3).perScript(2).build()) {
      List<Gate> gates = IntStream.range(0, 8).mapToObj(i -> new Gate()).toList();
      for (int i = 0; i < 4; i++) {
        submit(executor, "shop", "vat.js", gates.get(i));
      }
      assertThat(executor.metrics().running()).isEqualTo(2); // of one script
      submit(executor, "shop", "tax.js", gates.get(4));
      gates.get(4).awaitStart(); // passes those of vat.js
      assertThat(executor.metrics().running()).isEqualTo(3);
      submit(executor, "shop", "fee.js", gates.get(5));
      assertThat(executor.metrics().running()).isEqualTo(3); // of one tenant
      submit(executor, "rival", "vat.js", gates.get(6));
      submit(executor, "rival", "vat.js", gates.get(7));
      gates.get(7).awaitStart(); // an equal name is another script
      assertThat(executor.metrics().tenants())
          .containsExactly(
              Map.entry("shop", new TenantLoad(3, 0, 3, 1)),
              Map.entry("rival", new TenantLoad(2, 0, 0, 1)));
      gates.forEach(Gate::open);
      assertThat(executor.drain(Duration.ofMinutes(1))).isTrue();
      assertThat(executor.metrics().tenants()).isEmpty();
    }
  }

  @Test
  void workOfATenantStartsInItsOrder() throws Exception {
    Queue<Integer> order = new ConcurrentLinkedQueue<>();
    try (FairExecutor executor = builder().build()) {
      Gate gate = new Gate();
      submit(executor, "shop", "vat.js", gate);
      gate.awaitStart();
      for (int i = 0; i < 50; i++) {
        int number = i;
        executor.submit("shop", "script" + i % 7, () -> order.add(number));
      }
      gate.open();
      assertThat(executor.drain(Duration.ofMinutes(1))).isTrue();
      assertThat(order).containsExactlyElementsOf(IntStream.range(0, 50).boxed().toList());
    }
  }

  @Test
  void metricsCountEachSubmissionOnceAndItsWait() throws Exception {
    try (FairExecutor executor = builder().build()) {
      Gate gate = new Gate();
      submit(executor, "shop", "vat.js", gate);
      gate.awaitStart();
      Submission<String> first = executor.submit("shop", "vat.js", () -> "first");
      ticker.turn(Duration.ofSeconds(2));
      Submission<String> second = executor.submit("rival", "vat.js", () -> "second");
      ticker.turn(Duration.ofSeconds(1));
      assertThat(first.queueWait()).isEqualTo(Duration.ofSeconds(3));
      gate.open();
      assertThat(executor.drain(Duration.ofMinutes(1))).isTrue();
      ticker.turn(Duration.ofSeconds(1));
      assertThat(first.queueWait()).isEqualTo(Duration.ofSeconds(3));
      assertThat(second.queueWait()).isEqualTo(Duration.ofSeconds(1));
      ExecutorMetrics metrics = executor.metrics();
      assertThat(metrics)
          .isEqualTo(
              new ExecutorMetrics(
                  1,
                  0,
                  0,
                  0,
                  0,
                  3,
                  3,
                  0,
                  0,
                  0,
                  0,
                  Duration.ofSeconds(4),
                  Duration.ofSeconds(3),
                  Map.of()));
    }
  }

  @Test
  void theTenantsShownAreTheOnesWithMostWaiting() throws Exception {
    try (FairExecutor executor = builder().build()) {
      Gate gate = new Gate();
      submit(executor, "busy", "vat.js", gate);
      gate.awaitStart();
      for (int tenant = 0; tenant < 150; tenant++) {
        executor.submit("tenant" + tenant, "vat.js", () -> null);
      }
      executor.submit("tenant77", "vat.js", () -> null);
      assertThat(executor.metrics().tenants()).hasSize(100).doesNotContainKey("busy");
      assertThat(executor.metrics().tenants().keySet().iterator().next()).isEqualTo("tenant77");
      gate.open();
    }
  }

  @Test
  void slowDependentsHoldTheThreadButNotTheBounds() throws Exception {
    try (FairExecutor executor = builder().threads(2).perTenant(1).build()) {
      Gate work = new Gate();
      Submission<String> submission = submit(executor, "shop", "vat.js", work);
      CountDownLatch called = new CountDownLatch(1);
      CountDownLatch goOn = new CountDownLatch(1);
      List<Object> ignored = new ArrayList<>();
      ignored.add(
          submission
              .future()
              .thenAccept(
                  gone -> {
                    called.countDown();
                    awaitQuietly(goOn);
                  }));
      work.open();
      called.await();
      assertThat(executor.metrics().running()).isZero();
      assertThat(executor.submit("shop", "vat.js", () -> "next").future().join()).isEqualTo("next");
      assertThat(executor.drain(Duration.ZERO)).isFalse();
      goOn.countDown();
      assertThat(executor.drain(Duration.ofMinutes(1))).isTrue();
    }
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    FairExecutor.Builder builder = FairExecutor.builder();
    assertThatThrownBy(() -> builder.threads(0)).hasMessageContaining("from 1 to 10000");
    assertThatThrownBy(() -> builder.stackBytes(1)).hasMessageContaining("a stack of 1");
    assertThatThrownBy(() -> builder.perTenant(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.perScript(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.queueSize(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.perTenantQueue(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.queueTimeout(Duration.ZERO)).hasMessageContaining("PT0S");
    assertThatThrownBy(() -> builder.closeTimeout(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    try (FairExecutor executor = builder.build()) {
      assertThatThrownBy(() -> executor.setWeight("shop", 0)).hasMessageContaining("1 to 1000");
      assertThatThrownBy(() -> executor.setWeight("shop", 1001)).hasMessageContaining("1001");
      assertThatThrownBy(
              () -> executor.submit("shop", "vat.js", () -> 1, cause -> {}, Duration.ZERO))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(executor.metrics().submitted()).isZero();
    }
  }

  @Test
  void workThatIsNotRunOrNotKeptLeavesNoTrace() {
    try (FairExecutor executor = builder().build()) {
      for (int tenant = 0; tenant < 2000; tenant++) {
        executor.submit("tenant" + tenant, "vat.js", () -> null).future().join();
      }
      assertThat(executor.drain(Duration.ofMinutes(1))).isTrue();
      assertThatThrownBy(() -> executor.submit("late", "vat.js", () -> null))
          .isInstanceOf(RejectedSubmissionException.class);
      assertThat(executor.tenants()).isZero();
    }
  }

  static Submission<String> submit(FairExecutor executor, String tenant, String script, Gate work) {
    return executor.submit(tenant, script, work, work::cancel, null);
  }

  static Throwable failure(Submission<?> submission) {
    try {
      Object result = submission.future().get();
      throw new AssertionError("it returned " + result);
    } catch (ExecutionException failed) {
      return failed.getCause();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> Object sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int recurse(int depth) {
    return 1 + recurse(depth + 1);
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int count(int[] depth) {
    depth[0]++;
    return 1 + count(depth);
  }
}
