package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Usage;
import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mozilla.javascript.Context;

/**
 * {@code Thread.stop} at any moment of a script, which JVMs can do up to version 19: the books are
 * right afterwards, and nothing stays open.
 */
@Timeout(300)
class ThreadDeathTest extends EvaluationsFixture {
  private static final int ROUNDS = 12;

  private static final List<Resource> EXACT =
      List.of(
          Resource.ITERATIONS,
          Resource.FUNCTION_CALLS,
          Resource.ALLOCATED_BYTES,
          Resource.NATIVE_STEPS);

  /** What is being done when the thread is stopped; {@code n} counts the rounds. */
  private static final List<String> WORK =
      List.of(
          "while (true) n++;",
          "function f() { n++; } while (true) f();",
          "while (true) { n++; a.slice().sort(function(x, y) { return x - y; }); }",
          "var o = { a: [1, 2, { b: 'text' }] }; while (true) { n++; JSON.parse(JSON.stringify(o)); }",
          "while (true) { n++; /(a+)+b/.test('aaaaaaaa'); 'x'.repeat(1000).indexOf('y'); }",
          "while (true) { n++; eval('1 + 1'); }",
          "function* g() { yield 1; yield 2; } while (true) { n++; [...g()]; }",
          "while (true) { n++; try { throw new Error('e'); } catch (e) { } finally { } }");

  private final ResourceTracker account = Metering.tracker("stopped");
  private volatile CountDownLatch ready = new CountDownLatch(1);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theBooksAreRightAndNothingStaysOpen(boolean interpreted) throws Exception {
    assumeTrue(
        Runtime.version().feature() < 20, "NOT TESTED: no thread can be stopped since JDK 20");
    mode(interpreted);
    account.setLimits(Limits.builder().total(Resource.ITERATIONS, Long.MAX_VALUE - 1).build());
    Usage before = account.usage();
    for (int round = 0; round < ROUNDS; round++) {
      for (String work : WORK) {
        killDuring(work, round, interpreted);
      }
    }
    assertThat(ended).hasSize(2 * ROUNDS * WORK.size());
    for (Resource resource : EXACT) {
      assertThat(account.usage().get(resource) - before.get(resource))
          .as(resource.key())
          .isEqualTo(ended.stream().mapToLong(one -> one.usage().get(resource)).sum());
    }
  }

  private void killDuring(String work, int round, boolean interpreted) throws Exception {
    scope = cx.initStandardObjects();
    define(
        "ready",
        args -> {
          ready.countDown();
          return null;
        });
    eval("first.js", "JSON; /a/.test('b'); new Error('e'); ''.repeat; n = 0; a = [3, 1, 2].sort()");
    ended.remove(ended.size() - 1);
    ready = new CountDownLatch(1);
    Context.exit();
    try {
      killed(work, round);
      if (isLeftInFunction()) {
        cx.getFactory().enterContext(cx);
        mode(interpreted);
        Context.exit();
      }
      FutureTask<Object> next = elsewhere("for (var i = 0; i < 7; i++); i");
      assertThat(next.get()).isEqualTo(7);
      assertThat(iterations(ended.get(ended.size() - 1))).isEqualTo(7);
    } finally {
      cx.getFactory().enterContext(cx);
    }
  }

  /**
   * Whether Rhino itself takes the Context for one in a function that it has not left, because it
   * was stopped on its way in or out. It runs nothing any more then without an AssertionError.
   */
  private boolean isLeftInFunction() throws ReflectiveOperationException {
    Field activation = Context.class.getDeclaredField("currentActivationCall");
    activation.setAccessible(true);
    return activation.get(cx) != null;
  }

  /** The thread is stopped at a moment that differs from round to round. */
  private void killed(String work, int round) throws Exception {
    int earlier = ended.size();
    FutureTask<Object> script = new FutureTask<>(() -> run("ready(); " + work));
    Thread thread = new Thread(script, "to-be-stopped");
    thread.start();
    ready.await();
    long until = System.nanoTime() + round * 97_003L % 3_000_000;
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    while (thread.isAlive()) { // a JVM that is just loading a class may swallow it
      Thread.class.getMethod("stop").invoke(thread);
      thread.join(1_000);
    }
    assertThat(ended).as(work).hasSize(earlier + 1);
    EvaluationRecord last = ended.get(earlier);
    assertThat(last.outcome()).as(work).isEqualTo(EvaluationRecord.Outcome.FAILED);
    double n = Context.toNumber(scope.get("n", scope));
    assertThat((double) iterations(last)).as(work).isBetween(n - 1, n + 1);
    assertThat(WovenJvm.ledger().evaluations().running()).isEmpty();
  }

  private FutureTask<Object> elsewhere(String source) {
    FutureTask<Object> task = new FutureTask<>(() -> run(source));
    new Thread(task, "next").start();
    return task;
  }

  private @Nullable Object run(String source) throws Exception {
    cx.getFactory().enterContext(cx);
    try {
      return account.run(() -> eval("work.js", source)).value();
    } finally {
      Context.exit();
    }
  }
}
