package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tachograph.meter.Account;
import dev.tachograph.meter.Breach;
import dev.tachograph.meter.EvaluationListener;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.EvaluationRecord.Outcome;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.Resource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mozilla.javascript.BaseFunction;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/** What is one evaluation, by whatever way a host gets into script code, and what stops it. */
class EvaluationsTest {
  private final List<EvaluationRecord> ended = new CopyOnWriteArrayList<>();
  private final EvaluationListener listener =
      new EvaluationListener() {
        @Override
        public void ended(EvaluationRecord evaluation) {
          ended.add(evaluation);
        }
      };
  private Context cx;
  private Scriptable scope;

  @BeforeEach
  void enter() {
    open(false);
    WovenJvm.ledger().addListener(listener);
  }

  @AfterEach
  void exit() {
    WovenJvm.ledger().removeListener(listener);
    Context.exit();
  }

  @SuppressWarnings("deprecation")
  private void open(boolean interpreted) {
    cx = Context.enter();
    cx.setLanguageVersion(Context.VERSION_ES6);
    cx.setOptimizationLevel(interpreted ? -1 : 0);
    scope = cx.initStandardObjects();
  }

  private void mode(boolean interpreted) {
    Context.exit();
    open(interpreted);
  }

  private Object eval(String name, String source) {
    return cx.evaluateString(scope, source, name, 1, null);
  }

  private static long iterations(EvaluationRecord evaluation) {
    return evaluation.usage().get(Resource.ITERATIONS);
  }

  private static long calls(EvaluationRecord evaluation) {
    return evaluation.usage().get(Resource.FUNCTION_CALLS);
  }

  private void define(String name, java.util.function.Function<Object[], Object> body) {
    ScriptableObject.putProperty(
        scope,
        name,
        new BaseFunction() {
          private static final long serialVersionUID = 1L;

          @Override
          public Object call(Context cx, Scriptable scope, Scriptable self, Object[] args) {
            return body.apply(args);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyEntryFromTheHostIsOneEvaluation(boolean interpreted) {
    mode(interpreted);
    eval("a.js", "function f() { for (var i = 0; i < 3; i++); return i; }");
    Function f = (Function) scope.get("f", scope);
    f.call(cx, scope, scope, new Object[0]);
    if (interpreted) {
      f.call(cx, scope, scope, new Object[0]); // Rhino's interpreter cannot construct for a host
    } else {
      f.construct(cx, scope, new Object[0]);
    }
    assertThat(ended).hasSize(3).allMatch(e -> e.script().equals("a.js"));
    assertThat(ended).extracting(EvaluationsTest::iterations).containsExactly(0L, 3L, 3L);
    assertThat(ended).extracting(EvaluationsTest::calls).containsExactly(0L, 1L, 1L);
    assertThat(ended).extracting(EvaluationRecord::outcome).containsOnly(Outcome.COMPLETED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gettersAndConversionsByTheHostAreEvaluations(boolean interpreted) {
    mode(interpreted);
    Object made =
        eval(
            "g.js",
            "({get x() { for (var i = 0; i < 4; i++); return 1; },"
                + " toString: function() { return 't'; }})");
    Scriptable object = (Scriptable) made;
    assertThat(object.get("x", object)).isEqualTo(1);
    assertThat(Context.toString(made)).isEqualTo("t");
    assertThat(ended).hasSize(3);
    assertThat(iterations(ended.get(1))).isEqualTo(4);
    assertThat(calls(ended.get(1))).isEqualTo(1);
    assertThat(calls(ended.get(2))).isEqualTo(1);
  }

  @Test // compiled alone: Rhino's interpreter cannot resume a generator for a host
  void aGeneratorThatTheHostResumesIsAnEvaluationEachTime() {
    Scriptable generator =
        (Scriptable) eval("gen.js", "(function*() { for (var i = 0; ; i++) yield i; })()");
    Function next = (Function) ScriptableObject.getProperty(generator, "next");
    next.call(cx, scope, generator, new Object[0]);
    next.call(cx, scope, generator, new Object[0]);
    assertThat(ended).extracting(EvaluationsTest::iterations).containsExactly(0L, 1L, 1L);
    assertThat(ended).extracting(EvaluationsTest::calls).containsExactly(1L, 0L, 0L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nestedEntriesOnTheSameContextJoin(boolean interpreted) {
    mode(interpreted);
    define(
        "again",
        args -> {
          Context same = Context.enter();
          try {
            return same.evaluateString(scope, "for (var j = 0; j < 5; j++); j", "in.js", 1, null);
          } finally {
            Context.exit();
          }
        });
    eval("out.js", "for (var i = 0; i < 2; i++) again();");
    assertThat(ended).hasSize(1);
    assertThat(ended.get(0).script()).isEqualTo("out.js");
    assertThat(iterations(ended.get(0))).isEqualTo(12);
  }

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
    assertThat(ended).extracting(EvaluationsTest::iterations).containsExactly(0L, 7L, 7L);
    assertThat(ended.get(1).thread()).isEqualTo("elsewhere");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anEvaluationThatThrowsIsCountedOnceAndFailed(boolean interpreted) {
    mode(interpreted);
    assertThatThrownBy(() -> eval("t.js", "for (var i = 0; i < 3; i++); throw new Error('x')"))
        .isInstanceOf(RhinoException.class);
    eval("t.js", "1");
    assertThat(ended)
        .extracting(EvaluationRecord::outcome)
        .containsExactly(Outcome.FAILED, Outcome.COMPLETED);
    assertThat(iterations(ended.get(0))).isEqualTo(3);
    assertThat(iterations(ended.get(1))).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void jobsOfAThrowingScriptBecomeAnEvaluationOfTheirOwn(boolean interpreted) {
    mode(interpreted);
    assertThatThrownBy(
            () ->
                eval(
                    "leaver.js",
                    "Promise.resolve().then(function() { for (var i = 0; i < 9; i++); }); throw 1"))
        .isInstanceOf(RhinoException.class);
    eval("next.js", "Promise.resolve().then(function() { for (var i = 0; i < 2; i++); }); 0");
    assertThat(ended)
        .extracting(EvaluationRecord::script)
        .containsExactly("leaver.js", "leaver.js", "next.js");
    assertThat(ended).extracting(EvaluationsTest::iterations).containsExactly(0L, 9L, 2L);
    assertThat(ended).extracting(EvaluationsTest::calls).containsExactly(0L, 1L, 1L);
  }

  @Test
  void drainingByTheHostIsOneEvaluationAndNothingIfThereIsNothing() {
    eval("q.js", "function f() { Promise.resolve().then(g).then(g) } function g() {}");
    ((Function) scope.get("f", scope)).call(cx, scope, scope, new Object[0]);
    cx.processMicrotasks();
    cx.processMicrotasks();
    assertThat(ended).extracting(EvaluationsTest::calls).containsExactly(0L, 1L, 2L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aHostThatKnowsNothingSeesAFailedScript(boolean interpreted) {
    mode(interpreted);
    WovenJvm.ledger()
        .setLimits("low.js", Limits.builder().perEvaluation(Resource.ITERATIONS, 10).build());
    Throwable seen =
        catchThrowable(() -> eval("low.js", "function spin() {\n while (true) {}\n}\n spin();"));
    assertThat(seen)
        .isInstanceOf(RhinoException.class)
        .hasRootCauseInstanceOf(LimitExceededError.class);
    RhinoException failed = (RhinoException) seen;
    assertThat(failed.sourceName()).isEqualTo("low.js");
    assertThat(failed.lineNumber()).isEqualTo(2);
    Breach breach = ended.get(0).breach();
    assertThat(breach.used()).isEqualTo(11);
    assertThat(breach.limit()).isEqualTo(10);
    assertThat(breach.position()).isEqualTo(new Breach.Position("low.js", "spin", 2));
    assertThat(iterations(ended.get(0))).isEqualTo(11);
    assertThat(eval("low.js", "for (var i = 0; i < 10; i++); i")).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingSurvivesALimit(boolean interpreted) throws Exception {
    mode(interpreted);
    define(
        "swallow",
        args -> {
          try {
            return ((Function) args[0]).call(cx, scope, scope, new Object[0]);
          } catch (Throwable hostsMistake) {
            return "swallowed";
          }
        });
    Account account = Metering.account("nothing-survives-" + interpreted);
    account.setLimits(Limits.builder().perEvaluation(Resource.ITERATIONS, 100).build());
    for (String attack :
        List.of(
            "(function() { try { while (true); } finally { return 1; } })()",
            "(function() { try { while (true); } finally { while (true); } })()",
            "(function() { for (;;) { try { while (true); } finally { continue; } } })()",
            "(function() { l: try { while (true); } finally { break l; } return 2; })()",
            "var g = (function*() { try { while (true); } finally { yield 1; } })();"
                + " g.next(); g.next()",
            "[1, 2].forEach(function() { try { while (true); } catch (e) { } finally { return; } })",
            "[2, 1].sort(function() { try { while (true); } finally { return 0; } })",
            "'a'.replace(/a/, function() { try { while (true); } finally { return 'x'; } })",
            "try { swallow(function() { while (true); }) } catch (e) {} 'on'",
            "Promise.resolve().then(function() { while (true); }).catch(function() {})",
            "eval('try { while (true); } finally { 1; }')",
            "try { while (true); } catch (e) { 'caught'; }")) {
      Throwable seen = catchThrowable(() -> account.run(() -> eval("attack.js", attack)));
      assertThat(seen).as(attack).isInstanceOf(LimitExceededError.class);
      assertThat(((LimitExceededError) seen).breach().used()).as(attack).isEqualTo(101);
      assertThat(iterations(ended.get(ended.size() - 1))).as(attack).isEqualTo(101);
      assertThat(account.run(() -> eval("fine.js", "'fine'")).value()).isEqualTo("fine");
    }
  }

  @Test
  void theApiCountsAllScriptsOfABodyTogether() throws Exception {
    Account account = Metering.account("together");
    account.setLimits(Limits.builder().perEvaluation(Resource.ITERATIONS, 8).build());
    Account.Evaluated<Object> result =
        account.run(
            () -> {
              eval("one.js", "for (var i = 0; i < 3; i++);");
              return eval("two.js", "for (var i = 0; i < 5; i++); i");
            });
    assertThat(result.value()).isEqualTo(5);
    assertThat(result.usage().get(Resource.ITERATIONS)).isEqualTo(8);
    assertThatThrownBy(
            () ->
                account.run(
                    () -> {
                      eval("one.js", "for (var i = 0; i < 5; i++);");
                      return eval("two.js", "for (var i = 0; i < 5; i++); i");
                    }))
        .isInstanceOf(LimitExceededError.class)
        .hasMessageContaining("iterations used 9, limit 8");
    assertThat(account.usage().get(Resource.EVALUATIONS)).isEqualTo(2);
    assertThat(account.usage().get(Resource.ITERATIONS)).isEqualTo(17);
  }

  @Test
  void aUsedUpAccountIsDeniedAndWorksAgainWhenRaised() throws Exception {
    Account account = Metering.account("used-up");
    account.setLimits(Limits.builder().total(Resource.FUNCTION_CALLS, 3).build());
    String four = "function f() {} f(); f(); f(); f();";
    assertThatThrownBy(() -> account.run(() -> eval("f.js", four)))
        .isInstanceOf(LimitExceededError.class);
    Throwable denied = catchThrowable(() -> account.run(() -> eval("f.js", "1")));
    assertThat(denied).isInstanceOf(LimitExceededError.class);
    assertThat(((LimitExceededError) denied).breach().denied()).isTrue();
    assertThat(((LimitExceededError) denied).breach().resource())
        .isEqualTo(Resource.FUNCTION_CALLS);
    account.setLimits(Limits.builder().total(Resource.FUNCTION_CALLS, 8).build());
    account.run(() -> eval("f.js", four));
    assertThat(account.usage().get(Resource.FUNCTION_CALLS)).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLimitIsMovedWhileAScriptRuns(boolean interpreted) throws Exception {
    mode(interpreted);
    Exchanger<String> running = new Exchanger<>();
    Account account = Metering.account("moved-" + interpreted);
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
  void threadsOnOneAccountNeverOverspendIt(boolean interpreted) throws Exception {
    int threads = 4;
    long total = 200_000;
    Account account = Metering.account("shared-" + interpreted);
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
}
