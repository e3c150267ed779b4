package dev.tachograph.engine.jsr223;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tachograph.engine.HostFunction;
import dev.tachograph.engine.ScriptError;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Resource;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.script.Bindings;
import javax.script.Compilable;
import javax.script.CompiledScript;
import javax.script.Invocable;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import javax.script.SimpleScriptContext;
import org.junit.jupiter.api.Test;

/** Compiled scripts, and engines that are used by many threads or from within. */
class ScriptEngineSharingIT extends ScriptEngineFixture {
  @Test
  void compiledScriptsRunInAnyContext() throws Exception {
    engine.put(ScriptEngine.FILENAME, "count.js");
    CompiledScript compiled = ((Compilable) engine).compile("n = n + 1");
    assertThat(engine.get("n")).isNull();
    assertThat(compiled.getEngine()).isSameAs(engine);

    engine.put("n", 1);
    assertThat(compiled.eval()).isEqualTo(2L);
    assertThat(compiled.eval()).isEqualTo(3L);
    assertThat(engine.get("n")).isEqualTo(3L);

    Bindings bindings = engine.createBindings();
    bindings.put("n", 10);
    assertThat(compiled.eval(bindings)).isEqualTo(11L);
    assertThat(bindings).containsEntry("n", 11L);

    ScriptContext context = new SimpleScriptContext();
    context.setAttribute("n", "x", ScriptContext.ENGINE_SCOPE);
    context.setAttribute("tachograph.account", account, ScriptContext.ENGINE_SCOPE);
    assertThat(compiled.eval(context)).isEqualTo("x1");
    assertThat(tracker().history()).extracting(EvaluationRecord::script).contains("count.js");
  }

  @Test
  void compilingIsMeteredAndFindsSyntaxErrors() throws Exception {
    Compilable compiler = (Compilable) engine;

    ScriptException syntax =
        catchThrowableOfType(
            ScriptException.class, () -> compiler.compile(new StringReader("var = 1")));
    assertThat(syntax.getLineNumber()).isEqualTo(1);
    assertThat(error(syntax).kind()).isEqualTo(ScriptError.Kind.SYNTAX);
    compiler.compile("throw new Error('only when it runs')");
    assertThat(tracker().usage().get(Resource.SOURCE_CHARS)).isPositive();
    engine.put("tachograph.limits", "limit.sourceChars=10");
    assertThatThrownBy(() -> compiler.compile("1 + 1 + 1 + 1 + 1"))
        .hasCauseInstanceOf(LimitExceededError.class);
  }

  @Test
  void functionsCannotBeInvokedLater() {
    assertThat(engine).isNotInstanceOf(Invocable.class);
  }

  @Test
  void enginesRunAtOnce() throws Exception {
    ScriptEngine other = new ScriptEngineManager().getEngineByName("tachograph");
    other.put("tachograph.account", account + "-other");
    int rounds = 50;
    CyclicBarrier start = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Object> one = threads.submit(counting(engine, start, rounds, 1));
      Future<Object> two = threads.submit(counting(other, start, rounds, 2));
      assertThat(one.get()).isEqualTo(50L);
      assertThat(two.get()).isEqualTo(100L);
    } finally {
      threads.shutdownNow();
    }
    assertThat(tracker().usage().get(Resource.EVALUATIONS)).isEqualTo(rounds);
    assertThat(tracker().usage().get(Resource.ITERATIONS)).isEqualTo(rounds * 10L);
  }

  private static Callable<Object> counting(
      ScriptEngine engine, CyclicBarrier start, int rounds, int step) {
    return () -> {
      engine.put("step", step);
      engine.put("n", 0);
      start.await();
      Object last = null;
      for (int i = 0; i < rounds; i++) {
        last = engine.eval("for (var i = 0; i < 10; i++) {} n += step");
      }
      return last;
    };
  }

  @Test
  void oneEngineRunsOnManyThreads() throws Exception {
    int threadCount = 4;
    CyclicBarrier start = new CyclicBarrier(threadCount);
    ExecutorService threads = Executors.newFixedThreadPool(threadCount);
    try {
      List<Future<Object>> results = new ArrayList<>();
      for (int t = 0; t < threadCount; t++) {
        int number = t;
        results.add(
            threads.submit(
                () -> {
                  start.await();
                  for (int i = 0; i < 50; i++) {
                    engine.eval("v" + number + "_" + i + " = " + i);
                  }
                  return engine.eval("v" + number + "_0 + v" + number + "_49");
                }));
      }
      for (Future<Object> result : results) {
        assertThat(result.get()).isEqualTo(49L);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(engine.getBindings(ScriptContext.ENGINE_SCOPE)).hasSize(4 * 50 + 1);
  }

  @Test
  void aScriptMayCallTheEngineThroughTheHost() throws Exception {
    ScriptEngine inner = manager.getEngineByName("tachograph");
    engine.put("inner", (HostFunction) call -> inner.eval(call.argument(0, String.class)));

    assertThat(engine.eval("inner('6 * 7') + 1")).isEqualTo(43L);
  }
}
