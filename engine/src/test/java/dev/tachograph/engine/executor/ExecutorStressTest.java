package dev.tachograph.engine.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many threads do at random what can be done; the bounds hold, and each submission ends once. */
@Timeout(120)
class ExecutorStressTest {
  private static final int SUBMITTERS = 6;
  private static final int SUBMISSIONS = 3000;
  private static final int THREADS = 5;
  private static final int PER_TENANT = 3;
  private static final int PER_SCRIPT = 2;
  private static final int QUEUE = 40;
  private static final int SHARE = 15;

  private final Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final AtomicInteger bodies = new AtomicInteger();
  private final AtomicInteger rejected = new AtomicInteger();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();

  private FairExecutor executor;

  @ParameterizedTest
  @EnumSource
  void boundsHoldAndEverythingEndsOnce(Overflow overflow) throws Exception {
    executor =
        FairExecutor.builder()
            .threads(THREADS)
            .perTenant(PER_TENANT)
            .perScript(PER_SCRIPT)
            .queueSize(QUEUE)
            .perTenantQueue(SHARE)
            .queueTimeout(Duration.ofMillis(20))
            .overflow(overflow)
            .build();
    List<Thread> submitters = new ArrayList<>();
    for (int i = 0; i < SUBMITTERS; i++) {
      Random random = new Random(i);
      Thread submitter = new Thread(() -> submitAll(random));
      submitter.start();
      submitters.add(submitter);
    }
    for (Thread submitter : submitters) {
      submitter.join();
    }
    assertThat(executor.drain(Duration.ofMinutes(1))).isTrue();
    // A future that another thread removes from the queue may still be about to be completed.
    while (ended.get() < accepted.get()) {
      Thread.onSpinWait();
    }
    ExecutorMetrics metrics = executor.metrics();
    executor.close();

    assertThat(violations).isEmpty();
    assertThat(ended).hasValue(accepted.get());
    assertThat(accepted.get() + rejected.get()).isEqualTo(SUBMITTERS * SUBMISSIONS);
    assertThat(metrics.submitted()).isEqualTo(SUBMITTERS * SUBMISSIONS);
    assertThat(sum(metrics)).isEqualTo(metrics.submitted());
    assertThat(metrics.completed()).isLessThanOrEqualTo(bodies.get());
    assertThat(metrics.completed()).isPositive();
    assertThat(metrics.running() + metrics.queued() + metrics.callersWaiting()).isZero();
    assertThat(executor.tenants()).isZero();
  }

  private static long sum(ExecutorMetrics metrics) {
    return metrics.running()
        + metrics.queued()
        + metrics.callersWaiting()
        + metrics.completed()
        + metrics.rejected()
        + metrics.dropped()
        + metrics.timedOut()
        + metrics.cancelled();
  }

  private void submitAll(Random random) {
    List<Submission<?>> mine = new ArrayList<>();
    for (int i = 0; i < SUBMISSIONS; i++) {
      // Half of it is of one tenant.
      String tenant = "tenant" + Math.max(0, random.nextInt(8) - 3);
      String script = "script" + random.nextInt(3);
      try {
        mine.add(submit(tenant, script, random.nextInt(4000), random.nextInt(50) == 0));
      } catch (RejectedSubmissionException full) {
        rejected.incrementAndGet();
      }
      switch (random.nextInt(20)) {
        case 0 -> mine.forEach(Submission::cancel);
        case 1 -> executor.setWeight(tenant, 1 + random.nextInt(5));
        case 2 -> check(executor.metrics());
        default -> {}
      }
      if (mine.size() > 20) {
        mine.clear();
      }
    }
  }

  private Submission<?> submit(String tenant, String script, int turns, boolean fails) {
    AtomicInteger runs = new AtomicInteger();
    AtomicInteger hooks = new AtomicInteger();
    AtomicInteger ends = new AtomicInteger();
    Submission<Integer> submission =
        executor.submit(
            tenant,
            script,
            () -> {
              bodies.incrementAndGet();
              atMost(1, runs.incrementAndGet(), "runs of one submission");
              run(tenant, script, turns);
              if (fails) {
                throw new StackOverflowError("expected by the test");
              }
              return turns;
            },
            cause -> atMost(1, hooks.incrementAndGet(), "calls of one hook"),
            turns % 3 == 0 ? Duration.ofNanos(1000) : null);
    accepted.incrementAndGet();
    Object ignored =
        submission
            .future()
            .whenComplete(
                (result, failure) -> {
                  atMost(1, ends.incrementAndGet(), "ends of one submission");
                  ended.incrementAndGet();
                });
    return submission;
  }

  private void run(String tenant, String script, int turns) {
    AtomicInteger all = counter("");
    AtomicInteger ofTenant = counter(tenant);
    AtomicInteger ofScript = counter(tenant + "/" + script);
    atMost(THREADS, all.incrementAndGet(), "running");
    atMost(PER_TENANT, ofTenant.incrementAndGet(), tenant);
    atMost(PER_SCRIPT, ofScript.incrementAndGet(), tenant + "/" + script);
    for (int i = 0; i < turns; i++) {
      Thread.onSpinWait();
    }
    ofScript.decrementAndGet();
    ofTenant.decrementAndGet();
    all.decrementAndGet();
  }

  private AtomicInteger counter(String name) {
    return running.computeIfAbsent(name, key -> new AtomicInteger());
  }

  private void check(ExecutorMetrics metrics) {
    atMost(QUEUE, metrics.queued(), "queued");
    atMost(THREADS, metrics.running(), "running by the metrics");
    metrics
        .tenants()
        .forEach(
            (tenant, load) -> {
              atMost(SHARE, load.queued(), "queued of " + tenant);
              atMost(PER_TENANT, load.running(), "running of " + tenant);
            });
    if (sum(metrics) != metrics.submitted()) {
      violations.add("metrics do not add up: " + metrics);
    }
  }

  private void atMost(int bound, int number, String what) {
    if (number > bound) {
      violations.add(what + ": " + number + " of " + bound);
    }
  }
}
