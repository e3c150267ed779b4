package dev.tachograph.engine.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Much work waits at once, is answered, cancelled or timed out; no place is lost or doubled. */
@Timeout(120)
class ExecutorWaitingStressTest {
  private static final int SUBMISSIONS = 4000;
  private static final int THREADS = 3;
  private static final int PER_TENANT = 40;
  private static final int PER_TENANT_RUNNING = 2;
  private static final int WAITING = 100;

  private final Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger wentOn = new AtomicInteger();
  private final LinkedBlockingQueue<CountDownLatch> asked = new LinkedBlockingQueue<>();
  private final FairExecutor executor =
      FairExecutor.builder()
          .threads(THREADS)
          .stackBytes(256 << 10)
          .perTenant(PER_TENANT)
          .perTenantRunning(PER_TENANT_RUNNING)
          .perScript(PER_TENANT)
          .waiting(WAITING)
          .queueSize(SUBMISSIONS)
          .perTenantQueue(SUBMISSIONS)
          .queueTimeout(Duration.ofMinutes(2))
          .build();

  /** It is interrupted when it is asked to end, as evaluations are. */
  private final class Body {
    private final String tenant;
    private final int turns;
    private Thread thread;
    private boolean cancelled;

    Body(String tenant, int turns) {
      this.tenant = tenant;
      this.turns = turns;
    }

    synchronized void cancel() {
      cancelled = true;
      if (thread != null) {
        thread.interrupt();
      }
    }

    private synchronized void runsOn(Thread current) {
      thread = current;
      if (cancelled) {
        Thread.currentThread().interrupt();
      }
    }

    Integer call() throws Exception {
      runsOn(Thread.currentThread());
      try {
        for (int i = 0; i <= turns % 4; i++) {
          run(tenant, turns);
          await();
        }
        run(tenant, turns);
        wentOn.incrementAndGet();
        return turns;
      } finally {
        runsOn(null);
      }
    }

    private void await() throws Exception {
      CountDownLatch answer = new CountDownLatch(1);
      try {
        executor.whileWaiting(
            () -> {
              asked.add(answer);
              answer.await();
              return null;
            },
            () -> {
              if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("asked to end");
              }
            });
      } catch (TooManyWaitingException full) {
        refused.incrementAndGet();
      }
    }
  }

  @Test
  void noPlaceIsLostOrDoubled() throws Exception {
    Random random = new Random(1);
    Thread answers = new Thread(this::answer);
    answers.start();
    List<Submission<Integer>> all = new ArrayList<>();
    for (int i = 0; i < SUBMISSIONS; i++) {
      String tenant = "tenant" + Math.max(0, random.nextInt(8) - 3);
      int turns = random.nextInt(3000);
      Body body = new Body(tenant, turns);
      Duration timeout = turns % 7 == 0 ? Duration.ofMillis(1) : null;
      all.add(executor.submit(tenant, "script", body::call, cause -> body.cancel(), timeout));
      if (random.nextInt(5) == 0) {
        boolean ignored = all.get(random.nextInt(all.size())).cancel();
      }
      check(executor.metrics());
    }
    assertThat(executor.drain(Duration.ofMinutes(1))).isTrue();
    answers.interrupt();
    answers.join();
    ExecutorMetrics metrics = executor.metrics();

    assertThat(violations).isEmpty();
    assertThat(all).allMatch(submission -> submission.future().isDone());
    assertThat(wentOn.get()).isPositive();
    assertThat(metrics.completed() + metrics.timedOut() + metrics.cancelled())
        .isEqualTo(SUBMISSIONS);
    assertThat(metrics.running() + metrics.waiting() + metrics.queued()).isZero();
    assertThat(executor.tenants()).isZero();
    executor.close();
  }

  /** Some at once, some in batches. */
  private void answer() {
    try {
      List<CountDownLatch> batch = new ArrayList<>();
      while (true) {
        CountDownLatch next = asked.poll(1, TimeUnit.MILLISECONDS);
        if (next != null) {
          batch.add(next);
        }
        if (next == null || batch.size() > 50) {
          batch.forEach(CountDownLatch::countDown);
          batch.clear();
        }
      }
    } catch (InterruptedException enough) {
      assertThat(asked).isEmpty();
    }
  }

  private void run(String tenant, int turns) {
    AtomicInteger all = running.computeIfAbsent("", key -> new AtomicInteger());
    AtomicInteger ofTenant = running.computeIfAbsent(tenant, key -> new AtomicInteger());
    atMost(THREADS, all.incrementAndGet(), "running");
    atMost(PER_TENANT_RUNNING, ofTenant.incrementAndGet(), "running of " + tenant);
    for (int i = 0; i < turns; i++) {
      Thread.onSpinWait();
    }
    ofTenant.decrementAndGet();
    all.decrementAndGet();
  }

  private void check(ExecutorMetrics metrics) {
    atMost(THREADS, metrics.running(), "running by the metrics");
    atMost(WAITING, metrics.waiting(), "waiting");
    metrics
        .tenants()
        .forEach(
            (tenant, load) -> {
              atMost(PER_TENANT_RUNNING, load.running(), "running by the metrics of " + tenant);
              atMost(PER_TENANT, load.running() + load.waiting(), "started of " + tenant);
            });
  }

  private void atMost(int bound, int number, String what) {
    if (number > bound) {
      violations.add(what + ": " + number + " of " + bound);
    }
  }
}
