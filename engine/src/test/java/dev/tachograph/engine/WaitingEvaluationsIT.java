package dev.tachograph.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.engine.SandboxResult.Cancelled;
import dev.tachograph.engine.SandboxResult.Failed;
import dev.tachograph.engine.SandboxResult.LimitExceeded;
import dev.tachograph.engine.executor.FairExecutor;
import dev.tachograph.engine.executor.Submission;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scripts that wait in host functions leave the engine's threads to others. */
@Timeout(900)
class WaitingEvaluationsIT {
  private static final int MANY = Boolean.getBoolean("tachograph.full") ? 10_000 : 1000;
  private static final long MOST_HEAP = 400 << 10;

  private final CountDownLatch answered = new CountDownLatch(1);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final Semaphore asked = new Semaphore(0);

  private static SandboxEngine engine(int threads, int atOnce) {
    return SandboxEngine.builder()
        .executor(
            FairExecutor.builder()
                .threads(threads)
                .stackBytes(1 << 20)
                .perTenant(atOnce + 1)
                .perScript(atOnce)
                .waiting(atOnce)
                .queueSize(20_000)
                .perTenantQueue(20_000)
                .queueTimeout(Duration.ofMinutes(5))
                .closeTimeout(Duration.ofMinutes(1))
                .build())
        .build();
  }

  private Sandbox.Builder asking(SandboxEngine engine, HostFunctionOptions.Builder options) {
    return engine
        .sandbox("test-" + UUID.randomUUID())
        .limits(Limits.builder().build())
        .environment(
            Environment.builder()
                .function(
                    "begin",
                    call -> {
                      begun.countDown();
                      return null;
                    })
                .function(
                    "ask",
                    options.unlimitedRate().build(),
                    call -> {
                      asked.release();
                      answered.await();
                      return call.argument(0, Long.class) + 1;
                    })
                .build());
  }

  private static HostFunctionOptions.Builder waits() {
    return HostFunctionOptions.builder().waits();
  }

  private static List<Submission<SandboxResult>> submit(Sandbox sandbox, int many) {
    List<Submission<SandboxResult>> submissions = new ArrayList<>();
    ScriptSource source = new ScriptSource("ask", "let n = id; n * 2 + ask(n)");
    for (int i = 0; i < many; i++) {
      submissions.add(sandbox.submit(source, Map.of("id", i)));
    }
    return submissions;
  }

  @Test
  void manyWaitAtOnceOnTwoThreadsAndEachHasItsAnswer() throws Exception {
    try (SandboxEngine engine = engine(2, MANY);
        Sandbox sandbox = asking(engine, waits()).build()) {
      Object warm = sandbox.run("({}).a").value();
      assertThat(warm).isNull();
      long heapBefore = usedHeap();
      long residentBefore = residentBytes();
      List<Submission<SandboxResult>> submissions = submit(sandbox, MANY);
      asked.acquire(MANY);
      assertThat(engine.executor().metrics().waiting()).isEqualTo(MANY);
      assertThat(engine.executor().metrics().running()).isZero();
      assertThat(sandbox.submit(new ScriptSource("quick", "6 * 7")).future().get().value())
          .isEqualTo(42L);
      long heap = (usedHeap() - heapBefore) / MANY;
      long resident = (residentBytes() - residentBefore) / MANY;
      System.out.printf(
          "%d evaluations that wait: %d bytes of heap each, %d resident%n", MANY, heap, resident);
      assertThat(heap).isBetween(1L, MOST_HEAP);

      answered.countDown();
      long hostCalls = 0;
      for (int i = 0; i < MANY; i++) {
        SandboxResult result = submissions.get(i).future().get();
        assertThat(result.value()).isEqualTo(3L * i + 1);
        hostCalls += result.usage().get(Resource.HOST_CALLS);
      }
      assertThat(hostCalls).isEqualTo(MANY);
      assertThat(engine.executor().drain(Duration.ofMinutes(1))).isTrue();
      assertThat(engine.executor().metrics().waiting()).isZero();
    }
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** 0 where it is not known. */
  private static long residentBytes() throws Exception {
    Path status = Path.of("/proc/self/status");
    return !Files.exists(status)
        ? 0
        : Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
            .sum();
  }

  @Test
  void aTimeoutWaitsToo() throws Exception {
    HostFunctionOptions.Builder late = HostFunctionOptions.builder().timeout(Duration.ofHours(1));
    try (SandboxEngine engine = engine(1, 5);
        Sandbox sandbox = asking(engine, late).build()) {
      List<Submission<SandboxResult>> submissions = submit(sandbox, 5);
      asked.acquire(5);
      answered.countDown();
      for (int i = 0; i < 5; i++) {
        assertThat(submissions.get(i).future().get().value()).isEqualTo(3L * i + 1);
      }
    }
  }

  @Test
  void aCancelledOneEndsThoughTheThreadIsTaken() throws Exception {
    try (SandboxEngine engine = engine(1, 5);
        Sandbox sandbox = asking(engine, waits()).build()) {
      Submission<SandboxResult> waiting = submit(sandbox, 1).get(0);
      asked.acquire();
      Submission<SandboxResult> busy =
          sandbox.submit(new ScriptSource("busy", "begin(); while (true) {}"));
      begun.await();
      assertThat(waiting.cancel()).isTrue();
      assertThat(waiting.future().get()).isInstanceOf(Cancelled.class);
      assertThat(busy.future()).isNotDone();
      assertThat(busy.cancel()).isTrue();
      assertThat(busy.future().get()).isInstanceOf(Cancelled.class);
      answered.countDown();
      assertThat(submit(sandbox, 1).get(0).future().get().value()).isEqualTo(1L);
      assertThat(engine.executor().drain(Duration.ofMinutes(1))).isTrue();
    }
  }

  @Test
  void wallTimeGoesOnWhileAScriptWaitsForItsTurn() throws Exception {
    Limits limits =
        Limits.builder()
            .perEvaluation(Resource.WALL_TIME, Duration.ofMillis(300).toNanos())
            .build();
    try (SandboxEngine engine = engine(1, 5);
        Sandbox brief = asking(engine, waits()).limits(limits).build();
        Sandbox sandbox = asking(engine, waits()).build()) {
      Submission<SandboxResult> waiting =
          brief.submit(
              new ScriptSource("s", "try { ask(1) } catch (e) {} finally { while (true) {} }"));
      asked.acquire();
      Submission<SandboxResult> busy =
          sandbox.submit(new ScriptSource("busy", "begin(); while (true) {}"));
      begun.await();
      answered.countDown();
      LimitExceeded stopped = (LimitExceeded) waiting.future().get();
      assertThat(stopped.breach().resource()).isEqualTo(Resource.WALL_TIME);
      assertThat(busy.cancel()).isTrue();
    }
  }

  @Test
  void oneTooManyIsAnErrorOfTheScript() throws Exception {
    FairExecutor executor = FairExecutor.builder().threads(1).waiting(1).build();
    try (SandboxEngine engine = SandboxEngine.builder().executor(executor).build();
        Sandbox sandbox = asking(engine, waits()).build()) {
      Submission<SandboxResult> waiting = submit(sandbox, 1).get(0);
      asked.acquire();
      assertThat(
              sandbox
                  .submit(new ScriptSource("s", "try { ask(1) } catch (e) { e.message }"))
                  .future()
                  .get()
                  .value())
          .isEqualTo("too many scripts wait for host functions");
      Failed failed = (Failed) submit(sandbox, 1).get(0).future().get();
      assertThat(failed.error().kind()).isEqualTo(ScriptError.Kind.HOST);
      answered.countDown();
      assertThat(waiting.future().get().value()).isEqualTo(1L);
      assertThat(asked.availablePermits()).isZero();
    }
  }
}
