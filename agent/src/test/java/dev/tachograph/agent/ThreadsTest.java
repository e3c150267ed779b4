package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mozilla.javascript.BaseFunction;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/** Contexts and accounts that more than one thread uses. */
class ThreadsTest extends EvaluationsFixture {
  @Test
  void threadsCountApartAndAContextMayMove() throws Exception {
    Context moved = cx;
    eval("first.js", "function f() { for (var i = 0; i < 7; i++); }");
    Function f = (Function) scope.get("f", scope);
    Context.exit();
    FutureTask<Object> elsewhere =
        new FutureTask<>(
            () -> {
              moved.getFactory().enterContext(moved);
              try {
                return f.call(moved, scope, scope, new Object[0]);
              } finally {
                Context.exit();
              }
            });
    Thread thread = new Thread(elsewhere, "elsewhere");
    thread.start();
    elsewhere.get();
    moved.getFactory().enterContext(moved);
    f.call(moved, scope, scope, new Object[0]);
    assertThat(ended).extracting(EvaluationsFixture::iterations).containsExactly(0L, 7L, 7L);
    assertThat(ended.get(1).thread()).isEqualTo("elsewhere");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLimitIsMovedWhileAScriptRuns(boolean interpreted) throws Exception {
    mode(interpreted);
    Exchanger<String> running = new Exchanger<>();
    ResourceTracker account = Metering.tracker("moved-" + interpreted);
    define(
        "ready",
        args -> {
          try {
            return running.exchange("ready");
          } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
          }
        });
    Context.exit();
    FutureTask<Object> endless =
        new FutureTask<>(
            () -> {
              cx.getFactory().enterContext(cx);
              try {
                return account.run(() -> eval("endless.js", "ready(); while (true);"));
              } finally {
                Context.exit();
              }
            });
    new Thread(endless, "endless").start();
    running.exchange("go");
    account.setLimits(Limits.builder().perEvaluation(Resource.ITERATIONS, 1).build());
    assertThatThrownBy(endless::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(LimitExceededError.class);
    cx.getFactory().enterContext(cx);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anInterruptCancelsWhereTheAccountSaysSo(boolean interpreted) throws Exception {
    mode(interpreted);
    define(
        "interrupt",
        args -> {
          Thread.currentThread().interrupt();
          return true;
        });
    ResourceTracker account = Metering.tracker("interrupted-" + interpreted);
    account.setInterruptCancels(true);
    assertThatThrownBy(() -> account.run(() -> eval("spin.js", "interrupt(); while (true);")))
        .isInstanceOf(LimitExceededError.class)
        .hasMessageContaining("because its thread was interrupted");
    assertThat(Thread.interrupted()).as("not consumed").isTrue();
    account.setInterruptCancels(false);
    assertThat(account.run(() -> eval("heeds.js", "interrupt()")).value()).isEqualTo(true);
    assertThat(Thread.interrupted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void threadsOnOneAccountNeverOverspendIt(boolean interpreted) throws Exception {
    int threads = 4;
    long total = 200_000;
    ResourceTracker account = Metering.tracker("shared-" + interpreted);
    account.setLimits(Limits.builder().total(Resource.ITERATIONS, total).build());
    List<FutureTask<String>> tasks = new CopyOnWriteArrayList<>();
    for (int i = 0; i < threads; i++) {
      FutureTask<String> task =
          new FutureTask<>(
              () -> {
                try {
                  account.run(() -> ScriptRun.run("spin.js", "while (true);", interpreted));
                  return "survived";
                } catch (LimitExceededError stopped) {
                  return stopped.breach().denied() ? "denied" : "stopped";
                }
              });
      tasks.add(task);
      new Thread(task, "spin-" + i).start();
    }
    long stopped = 0;
    for (FutureTask<String> task : tasks) {
      assertThat(task.get()).isIn("stopped", "denied");
      stopped += task.get().equals("stopped") ? 1 : 0;
    }
    assertThat(stopped).isPositive();
    assertThat(account.usage().get(Resource.ITERATIONS))
        .as("the limit and one refused tick of each that was stopped")
        .isEqualTo(total + stopped);
  }

  /** Each of the places in which open evaluations are looked up is taken by two threads at once. */
  @Test
  void threadsThatShareAPlaceAreChargedEach() throws Exception {
    int threads = 520;
    CyclicBarrier all = new CyclicBarrier(threads);
    CountDownLatch leaving = new CountDownLatch(threads / 2);
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      boolean leaves = i < threads / 2;
      Runnable task =
          leaves
              ? () -> {
                evaluate("leaves.js", () -> await(all));
                leaving.countDown();
              }
              : () ->
                  evaluate(
                      "stays.js",
                      () -> {
                        await(all);
                        await(leaving);
                      });
      running.add(new Thread(task, "place-" + i));
    }
    running.forEach(Thread::start);
    for (Thread thread : running) {
      thread.join();
    }
    evaluate("alone.js", () -> {});

    assertThat(ended).hasSize(threads + 1);
    assertThat(ended.get(threads).usage().get(Resource.ALLOCATED_BYTES)).isPositive();
    assertThat(ended)
        .extracting(evaluation -> evaluation.usage().get(Resource.ALLOCATED_BYTES))
        .containsOnly(ended.get(threads).usage().get(Resource.ALLOCATED_BYTES));
  }

  @SuppressWarnings("deprecation")
  private static void evaluate(String name, Runnable inBetween) {
    Context own = Context.enter();
    try {
      own.setOptimizationLevel(-1);
      Scriptable global = own.initSafeStandardObjects();
      ScriptableObject.putProperty(
          global,
          "meet",
          new BaseFunction() {
            private static final long serialVersionUID = 1L;

            @Override
            public Object call(Context cx, Scriptable scope, Scriptable self, Object[] args) {
              inBetween.run();
              return true;
            }
          });
      own.evaluateString(
          global, "meet(); [1, 2, 3].map(String).join('-'); ({a: 1})", name, 1, null);
    } finally {
      Context.exit();
    }
  }

  private static void await(CyclicBarrier all) {
    try {
      all.await();
    } catch (InterruptedException | BrokenBarrierException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static void await(CountDownLatch leaving) {
    try {
      leaving.await();
    } catch (InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
