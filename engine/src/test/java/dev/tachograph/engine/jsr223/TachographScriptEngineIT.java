package dev.tachograph.engine.jsr223;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tachograph.engine.HostFunction;
import dev.tachograph.engine.SandboxResult;
import dev.tachograph.engine.ScriptError;
import dev.tachograph.meter.Breach;
import dev.tachograph.meter.EvaluationDeniedError;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
import javax.script.SimpleBindings;
import javax.script.SimpleScriptContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TachographScriptEngineIT {
  private final ScriptEngineManager manager = new ScriptEngineManager();
  private final ScriptEngine engine = manager.getEngineByName("tachograph");
  private final String account = "test-" + UUID.randomUUID();

  @BeforeEach
  void pay() {
    engine.put("tachograph.account", account);
  }

  @Test
  void valuesArePlainCopies() throws Exception {
    assertThat(engine.eval("1 + 1")).isEqualTo(2L);
    assertThat(engine.eval(new StringReader("[1.5, {a: 'x'}]")))
        .isEqualTo(List.of(1.5, Map.of("a", "x")));
    assertThat(engine.eval("undefined")).isNull();
    assertThat(engine.eval("(function () {})")).isNull();
    assertThat(engine.eval("Promise.resolve(3)")).isEqualTo(3L);
    assertThatNullPointerException().isThrownBy(() -> engine.eval((String) null));
    assertThatNullPointerException().isThrownBy(() -> engine.eval("1", (ScriptContext) null));
  }

  @Test
  void nothingOfJavaIsThere() throws Exception {
    assertThat(engine.eval("typeof java + typeof Packages + typeof javax + typeof context"))
        .isEqualTo("undefined".repeat(4));
    assertThatThrownBy(() -> engine.eval("eval('1')"))
        .hasMessageContaining("code from strings is not allowed in this sandbox");
  }

  @Test
  void globalsOfOneEvaluationAreThereInTheNext() throws Exception {
    engine.eval("var n = 1; text = 'a' + 'b'; let list = [1, {x: 2}]; const big = 10n ** 20n");

    assertThat(engine.getBindings(ScriptContext.ENGINE_SCOPE))
        .containsEntry("n", 1L)
        .containsEntry("text", "ab")
        .containsEntry("list", List.of(1L, Map.of("x", 2L)));
    assertThat(engine.eval("n++; list.push(3); text + n + list.length + list[1].x + big"))
        .isEqualTo("ab232100000000000000000000");
    assertThat(engine.get("n")).isEqualTo(2L);
    assertThat(engine.get("list")).isEqualTo(List.of(1L, Map.of("x", 2L), 3L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"var x = 1; x", "let x = 1; x", "const x = 1; x", "x = 1; x"})
  void aScriptMayRunTwice(String script) throws Exception {
    assertThat(engine.eval(script)).isEqualTo(1L);
    assertThat(engine.eval(script)).isEqualTo(1L);
    assertThat(engine.get("x")).isEqualTo(1L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "function f() {}",
        "var f = () => 1",
        "var f = Symbol('f')",
        "var f = new Map([[1, 2]])",
        "var f = new Set([1])",
        "var f = /x/",
        "var f = new Error('x')",
        "var f = Promise.resolve(1)",
        "var f = globalThis",
        "var f = Math",
        "var f"
      })
  void whatIsNotPlainEndsWithItsEvaluation(String script) throws Exception {
    engine.eval(script + "; 0");
    assertThat(engine.getBindings(ScriptContext.ENGINE_SCOPE)).doesNotContainKey("f");
    assertThat(engine.eval("typeof f")).isEqualTo("undefined");

    engine.put("f", 5);
    engine.eval("delete globalThis.f; " + script + "; 0");
    assertThat(engine.getBindings(ScriptContext.ENGINE_SCOPE)).doesNotContainKey("f");
  }

  @Test
  void aConstantHidesWhatWasThere() throws Exception {
    engine.put("x", 1);
    assertThat(engine.eval("const x = 2; x")).isEqualTo(2L);
    assertThat(engine.get("x")).isEqualTo(2L);
    assertThat(engine.eval("x = 3; x")).isEqualTo(3L);
    engine.eval("const x = function () {}");
    assertThat(engine.getBindings(ScriptContext.ENGINE_SCOPE)).doesNotContainKey("x");
  }

  @Test
  void keysMayBeNumbers() throws Exception {
    engine.put("given", Map.of("1", "one", "x", Map.of("2", "two")));
    assertThat(engine.eval("given[1] + given['1'] + given.x[2]")).isEqualTo("oneonetwo");
    assertThat(engine.get("given")).isEqualTo(Map.of("1", "one", "x", Map.of("2", "two")));
    engine.eval("var made = {1: 'one'}");
    assertThat(engine.eval("made[1] += '!'; made[1]")).isEqualTo("one!");
    assertThat(engine.get("made")).isEqualTo(Map.of("1", "one!"));
  }

  @Test
  void bindingsEnterAndStayWhatTheyAreUnlessChanged() throws Exception {
    List<Object> list = new ArrayList<>(List.of(1, "x", Map.of("deep", List.of(true))));
    engine.put("list", list);
    engine.put("number", 3);
    engine.put("gone", "soon");
    engine.put("nothing", null);
    engine.put("not-a-name", new Object());

    assertThat(engine.eval("list.length + number + String(nothing) + list[2].deep[0]"))
        .isEqualTo("6nulltrue");
    assertThat(engine.get("list")).isSameAs(list);
    assertThat(engine.get("number")).isEqualTo(3);

    engine.eval("number += 1; list[2].deep[0] = false; delete globalThis.gone");
    assertThat(engine.get("number")).isEqualTo(4L);
    assertThat(engine.get("list")).isEqualTo(List.of(1L, "x", Map.of("deep", List.of(false))));
    assertThat(list.get(2)).isEqualTo(Map.of("deep", List.of(true)));
    assertThat(engine.getBindings(ScriptContext.ENGINE_SCOPE)).doesNotContainKey("gone");
  }

  @Test
  void aLargeBindingThatIsNotChangedCostsNoOutput() throws Exception {
    String large = "x".repeat(3_000_000);
    engine.put("large", large);

    assertThat(engine.eval("large.length")).isEqualTo(3_000_000L);
    assertThat(engine.get("large")).isSameAs(large);
  }

  @Test
  void whatCannotEnterIsNamed() {
    engine.put("thing", Map.of("inner", new Object()));

    assertThatThrownBy(() -> engine.eval("1"))
        .isInstanceOf(ScriptException.class)
        .hasMessage(
            "binding thing.inner is a java.lang.Object, which cannot enter a sandbox: give plain"
                + " values, or a function");
  }

  @Test
  void hostFunctionsMayBeBindings() throws Exception {
    HostFunction twice = call -> call.argument(0, Double.class) * 2;
    engine.put("twice", twice);

    assertThat(engine.eval("twice(21)")).isEqualTo(42L);
    assertThat(engine.get("twice")).isSameAs(twice);
    assertThat(tracker().usage().get(Resource.HOST_CALLS)).isEqualTo(1);
    engine.eval("twice = 'replaced'");
    assertThat(engine.get("twice")).isEqualTo("replaced");
  }

  @Test
  void globalScopeIsVisibleBehindTheEngines() throws Exception {
    manager.put("shared", "global");
    manager.put("hidden", "global");
    engine.put("hidden", "engine");

    assertThat(engine.eval("shared + ' ' + hidden")).isEqualTo("global engine");
    engine.eval("shared = 'mine'");
    assertThat(manager.get("shared")).isEqualTo("global");
    assertThat(engine.get("shared")).isEqualTo("mine");
    assertThat(manager.getEngineByName("tachograph").eval("shared")).isEqualTo("global");
  }

  @Test
  void bindingsOfOneEvaluationTakeThePlaceOfTheEngines() throws Exception {
    engine.put("x", 1);
    manager.put("y", 10);
    Bindings bindings = new SimpleBindings();
    bindings.put("x", 2);
    bindings.put("tachograph.account", account);

    assertThat(engine.eval("z = x + y", bindings)).isEqualTo(12L);
    assertThat(bindings).containsEntry("z", 12L);
    assertThat(engine.get("z")).isNull();
  }

  @Test
  void afterAFailureBindingsAreAsBefore() {
    engine.put("x", 1);

    assertThatThrownBy(() -> engine.eval("x = 2; y = 3; throw new Error('no')"));
    assertThat(engine.get("x")).isEqualTo(1);
    assertThat(engine.get("y")).isNull();
  }

  @Test
  void scriptsCannotSetWhatTheContextSays() throws Exception {
    engine.eval(
        "globalThis['tachograph.limits'] = 'limit.cpuTime=1h';"
            + "globalThis['tachograph.account'] = 'other';"
            + "globalThis['javax.script.filename'] = 'other.js'");

    assertThat(engine.get("tachograph.limits")).isNull();
    assertThat(engine.get("tachograph.account")).isEqualTo(account);
    assertThat(engine.get("javax.script.filename")).isNull();
    assertThat(engine.eval("typeof globalThis['tachograph.account']")).isEqualTo("undefined");
  }

  @Test
  void globalsLeaveWithinTheOutputLimit() {
    assertThatThrownBy(() -> engine.eval("a = 'x'.repeat(6e5); b = 'y'.repeat(6e5); 1"))
        .isInstanceOf(ScriptException.class)
        .hasMessageContaining(
            "the result cannot leave the sandbox: global b: it is larger than it may be");
    assertThatThrownBy(() -> engine.eval("o = {}; o.o = o; 1"))
        .hasMessageContaining("global o: it contains itself");
    assertThat(engine.get("a")).isNull();
  }

  @Test
  void readingGlobalsIsMetered() {
    engine.put("tachograph.limits", "limit.iterations=1000");

    Breach breach =
        breach(
            "Object.defineProperty(globalThis, 'x',"
                + " {enumerable: true, get: function () { for (;;); }}); 1");

    assertThat(breach.resource()).isEqualTo(Resource.ITERATIONS);
    assertThat(engine.getBindings(ScriptContext.ENGINE_SCOPE)).doesNotContainKey("x");
  }

  @Test
  void writersGetWhatTheScriptPrints() throws Exception {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    engine.getContext().setWriter(out);
    engine.getContext().setErrorWriter(err);

    engine.eval(
        "print('a', 1); console.log('b'); console.info('c'); console.debug('d');"
            + "console.warn('e'); console.error('f')");

    assertThat(out.toString().lines()).containsExactly("a 1", "b", "c", "d");
    assertThat(err.toString().lines()).containsExactly("e", "f");
    assertThat(tracker().usage().get(Resource.OUTPUT_BYTES)).isEqualTo(4 + 5 * 2);
    engine.eval(engine.getFactory().getOutputStatement("it's \"quoted\" \\"));
    assertThat(out.toString()).endsWith("it's \"quoted\" \\" + System.lineSeparator());
    assertThat(engine.getBindings(ScriptContext.ENGINE_SCOPE)).doesNotContainKey("print");
  }

  @Test
  void aWriterThatFailsFailsTheEvaluation() {
    engine
        .getContext()
        .setWriter(
            new Writer() {
              @Override
              public void write(char[] text, int offset, int length) throws IOException {
                throw new IOException("disk full");
              }

              @Override
              public void flush() {}

              @Override
              public void close() {}
            });

    assertThatThrownBy(() -> engine.eval("try { print('x') } catch (e) {} y = 1"))
        .isInstanceOf(ScriptException.class)
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("disk full");
    assertThat(engine.get("y")).isNull();
  }

  @Test
  void errorsSayWhere() throws Exception {
    engine.put(ScriptEngine.FILENAME, "rules/vat.js");

    ScriptException syntax = failure("var a = 1;\nvar b = ;");
    assertThat(syntax)
        .hasMessage("syntax error in rules/vat.js at line number 2 at column number 9");
    assertThat(syntax.getFileName()).isEqualTo("rules/vat.js");
    assertThat(syntax.getLineNumber()).isEqualTo(2);
    assertThat(syntax.getColumnNumber()).isEqualTo(9);

    ScriptException thrown = failure("function f() {\n  throw new TypeError('no');\n}\nf();");
    assertThat(thrown).hasMessage("TypeError: no in rules/vat.js at line number 2");
    assertThat(thrown.getColumnNumber()).isEqualTo(-1);
    ScriptError error = error(thrown);
    assertThat(error.kind()).isEqualTo(ScriptError.Kind.RUNTIME);
    assertThat(error.stack()).containsExactly("f (rules/vat.js:2)", "rules/vat.js:4");

    assertThat(tracker().history())
        .extracting(EvaluationRecord::script)
        .contains("rules/vat.js")
        .doesNotContain("script");
  }

  @Test
  void withoutAFileNameScriptsAreCalledScript() {
    assertThat(failure("throw new Error('x')")).hasMessage("Error: x in script at line number 1");
  }

  @Test
  void limitsStopTheScript() {
    engine.put("tachograph.limits", "limit.iterations=1_000");

    ScriptException stopped = failure("while (true) {}");

    assertThat(stopped)
        .hasCauseInstanceOf(LimitExceededError.class)
        .hasMessage(
            "stopped: iterations used 1001, limit 1000, script script, at script:1;"
                + " raise limit.iterations to allow more");
    assertThat(tracker().usage().get(Resource.ITERATIONS)).isEqualTo(1001);
  }

  @Test
  void aUsedUpAccountIsDenied() throws Exception {
    engine.put("tachograph.limits", Limits.parse("total.evaluations=1"));
    engine.eval("1");

    assertThat(failure("2")).hasCauseInstanceOf(EvaluationDeniedError.class);
    assertThat(breach("2").resource()).isEqualTo(Resource.EVALUATIONS);
  }

  @Test
  void whatIsNotLimitedKeepsItsDefault() throws Exception {
    engine.put("tachograph.limits", "limit.iterations=7,total.cpuTime=1s");
    engine.eval("1");
    assertThat(tracker().limits())
        .isEqualTo(
            Limits.parse(
                "limit.iterations=7,total.cpuTime=1s,limit.cpuTime=1s,limit.wallTime=30s,"
                    + "limit.allocatedBytes=64m,limit.stackDepth=1000,limit.outputBytes=1m"));

    engine.put("tachograph.limits", null);
    engine.eval("1");
    assertThat(tracker().limits())
        .isEqualTo(
            Limits.parse(
                "limit.cpuTime=5s,limit.wallTime=30s,"
                    + "limit.allocatedBytes=64m,limit.stackDepth=1000,limit.outputBytes=1m"));
  }

  @Test
  void theAccountHasADefault() throws Exception {
    ResourceTracker standard = Metering.tracker("script-engine");
    long before = standard.usage().get(Resource.EVALUATIONS);
    manager.getEngineByName("tachograph").eval("1");
    assertThat(standard.usage().get(Resource.EVALUATIONS)).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tachograph.limits | limit.loops=1 | tachograph.limits: ",
        "tachograph.limits | limit.iterations=many | limit.iterations",
        "tachograph.account | '' | tachograph.account is to be the name of an account",
      })
  void wrongSettingsAreNamed(String key, String value, String message) {
    engine.put(key, value);

    assertThatThrownBy(() -> engine.eval("1"))
        .isInstanceOf(ScriptException.class)
        .hasMessageContaining(message);
    assertThatThrownBy(() -> ((Compilable) engine).compile("1"))
        .isInstanceOf(ScriptException.class)
        .hasMessageContaining(message);
  }

  @Test
  void settingsOfAnotherTypeAreNamed() {
    engine.put("tachograph.limits", 5);
    assertThat(failure("1"))
        .hasMessage(
            "tachograph.limits is to be a text such as limit.cpuTime=1s, or a"
                + " dev.tachograph.meter.Limits, but is class java.lang.Integer");
    engine.put("tachograph.limits", null);
    engine.put("tachograph.account", 5);
    assertThat(failure("1"))
        .hasMessage(
            "tachograph.account is to be the name of an account, but is class java.lang.Integer");
  }

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

  private ResourceTracker tracker() {
    return Metering.tracker(account);
  }

  private ScriptException failure(String script) {
    return catchThrowableOfType(ScriptException.class, () -> engine.eval(script));
  }

  private Breach breach(String script) {
    return ((LimitExceededError) failure(script).getCause()).breach();
  }

  private static ScriptError error(ScriptException failure) {
    dev.tachograph.engine.ScriptException cause =
        (dev.tachograph.engine.ScriptException) failure.getCause();
    return ((SandboxResult.Failed) cause.result()).error();
  }
}
