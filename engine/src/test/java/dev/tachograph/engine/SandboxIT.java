package dev.tachograph.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.engine.SandboxResult.Cancelled;
import dev.tachograph.engine.SandboxResult.Completed;
import dev.tachograph.engine.SandboxResult.Denied;
import dev.tachograph.engine.SandboxResult.Failed;
import dev.tachograph.engine.SandboxResult.LimitExceeded;
import dev.tachograph.engine.executor.Submission;
import dev.tachograph.engine.program.ProgramCacheSettings;
import dev.tachograph.engine.program.SyntaxCheck;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mozilla.javascript.ast.WhileLoop;

class SandboxIT {
  private static final SandboxEngine ENGINE = SandboxEngine.create();

  record Order(String customer, int amount) {}

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  @Test
  void aValueComesWithWhatItCost() {
    try (Sandbox sandbox = standard().build()) {
      SandboxResult result = sandbox.run("var s = 0; for (var i = 1; i <= 10; i++) s += i; s");

      assertThat(result).isInstanceOf(Completed.class);
      assertThat(result.value()).isEqualTo(55L);
      assertThat(result.usage().get(Resource.ITERATIONS)).isEqualTo(10);
      assertThat(result.usage().get(Resource.FUNCTION_CALLS)).isZero();
      assertThat(result.duration()).isPositive();
      assertThat(sandbox.usage().get(Resource.ITERATIONS)).isEqualTo(10);
      assertThat(sandbox.history()).extracting(EvaluationRecord::script).containsExactly("script");
    }
  }

  @Test
  void valuesLeaveAsPlainCopies() {
    assertThat(value("[null, undefined, true, 1, 1.5, -0, 'x', 10n ** 20n]"))
        .isEqualTo(Arrays.asList(null, null, true, 1L, 1.5, -0.0, "x", BigInteger.TEN.pow(20)));
    assertThat(
            value("({d: new Date(5), f: function () {}, s: Symbol('s'), u: undefined, n: null})"))
        .isEqualTo(mapOf("d", Instant.ofEpochMilli(5), "s", null, "n", null));
    assertThat(value("new Uint8Array([1, 300])")).isEqualTo(List.of(1L, 44L));
    assertThat(value("9007199254740993")).isEqualTo(9007199254740992L);
    assertThat(value("1e300")).isEqualTo(1e300);
    assertThat(value("'a' + 'b'")).isEqualTo("ab");
    assertThat(value("(function () {})")).isNull();
    assertThat(value("[1,,3]")).isEqualTo(Arrays.asList(1L, null, 3L));
  }

  @Test
  void hostValuesEnterAsCopiesOfTheScripts() {
    List<Object> list = new ArrayList<>(List.of(1, 2.5, "x"));
    Environment environment =
        Environment.builder()
            .global("order", new Order("ada", 3))
            .global("list", list)
            .global("big", 1L << 60)
            .global("when", Instant.ofEpochMilli(7))
            .build();
    list.add("later");
    try (Sandbox sandbox = standard().environment(environment).build()) {
      assertThat(sandbox.run("order.customer + order.amount + list.length").value())
          .isEqualTo("ada33");
      assertThat(sandbox.run("big === 1152921504606846976n && when.getTime() === 7").value())
          .isEqualTo(true);
      assertThat(sandbox.run("list.push(1); list.length").value()).isEqualTo(4L);
      assertThat(sandbox.run("list.length").value()).isEqualTo(3L);
      assertThat(
              sandbox.run(new ScriptSource("s", "order + '!'"), Map.of("order", "hidden")).value())
          .isEqualTo("hidden!");
    }
  }

  @Test
  void keysThatAreNumbersAreFound() {
    Environment environment =
        Environment.builder()
            .global("rates", Map.of("19", "full", "7", "less", "-1", "no"))
            .build();

    assertThat(
            standard()
                .environment(environment)
                .build()
                .run("rates[19] + rates['7'] + rates[-1] + Object.keys(rates).length")
                .value())
        .isEqualTo("fulllessno3");
  }

  @Test
  void whatIsNotPlainDoesNotEnter() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Environment.builder().global("t", Map.of("a", List.of(new Object()))))
        .withMessageContaining("t.a[0] is a java.lang.Object, which cannot enter a sandbox");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Environment.builder().global("not a name", 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eval('1')",
        "Function('return 1')()",
        "new Function('return 1')()",
        "(() => 1).constructor('return 1')()",
        "(function* () {}).constructor('return 1')().next().value",
        "Object.getPrototypeOf(function* () {}).constructor('return 1')().next().value",
        "this.constructor.constructor('return 1')()",
        "Math.max.constructor('return 1')()",
        "Reflect.construct((function () {}).constructor, ['return 1'])()"
      })
  void codeFromStringsIsRefusedUnlessAllowed(String source) {
    assertThat(standard().build().run(source)).isInstanceOf(Failed.class);
    Environment open = Environment.builder().codeFromStrings(true).build();
    assertThat(standard().environment(open).build().run(source).value()).isEqualTo(1L);
  }

  @Test
  void nothingOfJavaOrOfRhinoIsThere() {
    for (String name :
        List.of(
            "java",
            "Packages",
            "JavaAdapter",
            "getClass",
            "Script",
            "Continuation",
            "With",
            "Call",
            "Iterator",
            "StopIteration",
            "require",
            "global")) {
      assertThat(value("typeof " + name)).as(name).isEqualTo("undefined");
    }
    assertThat(value("typeof Error.prepareStackTrace + typeof Error.captureStackTrace"))
        .isEqualTo("undefinedundefined");
    assertThat(
            value("try { null.x } catch (e) { typeof e.rhinoException + typeof e.javaException }"))
        .isEqualTo("undefinedundefined");
  }

  @Test
  void globalsCanBeBlockedOrListed() {
    Environment blocked = Environment.builder().block("Date", "Promise").build();
    assertThat(standard().environment(blocked).build().run("typeof Date + typeof JSON").value())
        .isEqualTo("undefinedobject");
    Environment few = Environment.builder().allowOnly("JSON").build();
    assertThat(
            standard()
                .environment(few)
                .build()
                .run("JSON.stringify([typeof Math, typeof Object, [1].map(x => x + 1)])")
                .value())
        .isEqualTo("[\"undefined\",\"undefined\",[2]]");
  }

  @Test
  void evaluationsShareNothing() {
    try (Sandbox sandbox = standard().build()) {
      sandbox.run(
          "leak = 1; Array.prototype.push = null; Symbol.for('k').x; Object.prototype.y = 1");

      assertThat(sandbox.run("typeof leak + typeof [].push + typeof ({}).y").value())
          .isEqualTo("undefinedfunctionundefined");
      assertThat(sandbox.run("Symbol.for('k') === Symbol.for('k')").value()).isEqualTo(true);
      assertThat(sandbox.run("Symbol.keyFor(Symbol.for('k'))").value()).isEqualTo("k");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "while (true) {} | ITERATIONS",
        "var a = []; for (;;) a.push(new Array(1000)) | ALLOCATED_BYTES",
        "(function f() { f() })() | STACK_DEPTH",
        "for (;;) console.log('x'.repeat(1000)) | OUTPUT_BYTES",
        "Promise.resolve().then(function f() { return Promise.resolve().then(f) }) | FUNCTION_CALLS"
      })
  void limitsStopTheScript(String source, Resource resource) {
    Limits limits =
        Limits.builder()
            .perEvaluation(Resource.ITERATIONS, 100_000)
            .perEvaluation(Resource.FUNCTION_CALLS, 1000)
            .perEvaluation(Resource.ALLOCATED_BYTES, 16 << 20)
            .perEvaluation(Resource.STACK_DEPTH, 500)
            .perEvaluation(Resource.OUTPUT_BYTES, 100_000)
            .build();
    SandboxResult result = standard().limits(limits).build().run(source);

    assertThat(result).isInstanceOf(LimitExceeded.class);
    LimitExceeded stopped = (LimitExceeded) result;
    assertThat(stopped.breach().resource()).isEqualTo(resource);
    assertThat(stopped.usage().get(Resource.EVALUATIONS)).isEqualTo(1);
    assertThatThrownBy(result::value)
        .isInstanceOf(ScriptException.class)
        .hasMessageContaining("limit");
  }

  @Test
  void aUsedUpAccountIsDenied() {
    Limits limits = Limits.builder().total(Resource.EVALUATIONS, 1).build();
    try (Sandbox sandbox = standard().limits(limits).build()) {
      assertThat(sandbox.run("1")).isInstanceOf(Completed.class);

      SandboxResult result = sandbox.run("2");

      assertThat(result).isInstanceOf(Denied.class);
      assertThat(((Denied) result).breach().resource()).isEqualTo(Resource.EVALUATIONS);
      assertThat(result.usage().get(Resource.EVALUATIONS)).isZero();
    }
  }

  @Test
  void aRunningScriptCanBeCancelled() throws Exception {
    CountDownLatch runs = new CountDownLatch(1);
    Environment environment =
        Environment.builder()
            .function(
                "started",
                call -> {
                  runs.countDown();
                  return null;
                })
            .build();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (Sandbox sandbox = standard().environment(environment).build()) {
      Future<SandboxResult> result = thread.submit(() -> sandbox.run("started(); while (true) {}"));
      runs.await();

      assertThat(sandbox.cancel()).isEqualTo(1);
      assertThat(result.get()).isInstanceOf(Cancelled.class);
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void errorsSayWhatAndWhere() {
    Failed syntax = failed("var a = 1;\nvar b = ;");
    assertThat(syntax.error().kind()).isEqualTo(ScriptError.Kind.SYNTAX);
    assertThat(syntax.error()).hasToString("script:2:9: syntax error");
    assertThat(syntax.error().lineSource()).isEqualTo("var b = ;");

    Failed thrown = failed("function f() {\n  throw new TypeError('no');\n}\nf();");
    assertThat(thrown.error().kind()).isEqualTo(ScriptError.Kind.RUNTIME);
    assertThat(thrown.error()).hasToString("script:2: TypeError: no");
    assertThat(thrown.error().stack()).containsExactly("f (script:2)", "script:4");

    assertThat(failed("throw {toString: function () { return 'mine' }}").error().message())
        .isEqualTo("mine");
    assertThat(failed("Promise.reject(new Error('lost'))").error().kind())
        .isEqualTo(ScriptError.Kind.REJECTION);
    assertThat(failed("new Promise(function () {})").error().message()).contains("settle");
  }

  @Test
  void namesInErrorsAreCut() {
    Environment open = Environment.builder().codeFromStrings(true).build();
    SandboxResult result =
        standard()
            .environment(open)
            .build()
            .run(
                "var n = 'f'.repeat(1e5);"
                    + " eval('function ' + n + '(i) { if (i) ' + n + '(i - 1); else null.x; } '"
                    + " + n + '(5)')");

    assertThat(((Failed) result).error().stack())
        .hasSizeGreaterThan(5)
        .allSatisfy(frame -> assertThat(frame).hasSizeLessThan(500));
  }

  @Test
  void aRejectionThatNobodyHandledStaysWithItsScript() {
    Limits limits = Limits.builder().perEvaluation(Resource.ITERATIONS, 10).build();
    SandboxResult stopped =
        standard().limits(limits).build().run("for (;;) Promise.reject(new Error('mine'))");

    assertThat(stopped).isInstanceOf(LimitExceeded.class);
    assertThat(value("'next'")).isEqualTo("next");
    assertThat(value("Promise.reject(1); 'done'")).isEqualTo("done");
  }

  @Test
  void aPromiseMayMakeItsSuccessorsItself() {
    assertThat(
            value(
                "var p = Promise.resolve(1); p.constructor = {};"
                    + " p.constructor[Symbol.species] = function (executor) {"
                    + " executor(function () {}, function () {}) }; p"))
        .isEqualTo(1L);
  }

  @Test
  void noPropertyShowsABuiltInThatIsNotBuiltYet() {
    assertThat(
            value(
                "var lazy = []; [Array, Object, String, RegExp, Date, Map, Promise, Symbol]"
                    + ".forEach(c => Reflect.ownKeys(c.prototype).forEach(k => {"
                    + " var d = Object.getOwnPropertyDescriptor(c.prototype, k);"
                    + " try { typeof (d && d.value) } catch (e) { lazy.push(String(k)) } })); lazy"))
        .isEqualTo(List.of());
  }

  @Test
  void readingAnErrorIsMetered() {
    Limits limits = Limits.builder().perEvaluation(Resource.ITERATIONS, 1000).build();
    SandboxResult result =
        standard().limits(limits).build().run("throw {toString: function () { for (;;); }}");

    assertThat(result).isInstanceOf(LimitExceeded.class);
  }

  @Test
  void aResultHasItsLimit() {
    assertThat(failed("'x'.repeat(2e6)").error().kind()).isEqualTo(ScriptError.Kind.OUTPUT);
    assertThat(failed("new Array(4e9)").error().kind()).isEqualTo(ScriptError.Kind.OUTPUT);
    assertThat(failed("var o = {}; o.o = o").error().message()).contains("contains itself");
    SandboxResult cut =
        standard()
            .outputLimit(20, OutputLimit.TRUNCATE)
            .build()
            .run("['abcdefgh', 'ijklmnopqrstuvwxyz', 'gone']");
    assertThat(((Completed) cut).truncated()).isTrue();
    assertThat(cut.value()).isEqualTo(List.of("abcdefgh", "ijklm"));
  }

  @Test
  void promisesRunToTheEnd() {
    assertThat(value("Promise.resolve(1).then(x => x + 1).then(x => [x])")).isEqualTo(List.of(2L));
  }

  @Test
  void hostFunctionsAreCountedAndTheirSecretsKept() {
    Environment environment =
        Environment.builder()
            .function(
                "add", call -> call.argument(0, Double.class) + call.argument(1, Double.class))
            .function(
                "leaky",
                call -> {
                  throw new IllegalStateException("jdbc:secret");
                })
            .build();
    try (Sandbox sandbox = standard().environment(environment).build()) {
      SandboxResult sum = sandbox.run("add(1, add(2, 3))");
      assertThat(sum.value()).isEqualTo(6L);
      assertThat(sum.usage().get(Resource.HOST_CALLS)).isEqualTo(2);
      assertThat(sandbox.run("try { leaky() } catch (e) { e.message }").value())
          .isEqualTo("host function leaky failed");
      Failed uncaught = (Failed) sandbox.run("add('x')");
      assertThat(uncaught.error().kind()).isEqualTo(ScriptError.Kind.HOST);
      assertThat(uncaught.error().message())
          .isEqualTo("Error: argument 1 of add is to be a Double, but is a String");
    }
  }

  @Test
  void theConsoleIsKeptAndHandedOn() {
    List<ConsoleMessage> heard = new ArrayList<>();
    SandboxResult result =
        standard().console(heard::add).build().run("console.log('a', 1); console.warn({})");

    assertThat(result.console())
        .isEqualTo(heard)
        .containsExactly(
            new ConsoleMessage(ConsoleMessage.Level.LOG, "a 1"),
            new ConsoleMessage(ConsoleMessage.Level.WARN, "[object Object]"));
    assertThat(result.usage().get(Resource.OUTPUT_BYTES)).isEqualTo(2 + 2 + 16);
  }

  @Test
  void linesWithoutTextCount() {
    Limits limits = Limits.builder().perEvaluation(Resource.OUTPUT_BYTES, 1000).build();
    assertThat(standard().limits(limits).build().run("for (;;) console.log()"))
        .isInstanceOf(LimitExceeded.class);
  }

  @Test
  void aLineHasItsLengthEvenWhereOutputIsNotLimited() {
    List<ConsoleMessage> heard = new ArrayList<>();
    Limits limits = Limits.builder().perEvaluation(Resource.ALLOCATED_BYTES, 16 << 20).build();
    SandboxResult result =
        standard()
            .limits(limits)
            .console(heard::add)
            .build()
            .run("console.log.apply(console, new Array(1000).fill('x'.repeat(1e6)))");

    assertThat(result).isInstanceOf(Completed.class);
    assertThat(heard).singleElement().extracting(line -> line.text().length() >> 20).isEqualTo(1);
  }

  @Test
  void aPreludeRunsBeforeTheScript() {
    Environment environment =
        Environment.builder().prelude("prelude", "function twice(x) { return 2 * x }").build();

    assertThat(standard().environment(environment).build().run("twice(21)").value()).isEqualTo(42L);
  }

  @Test
  void aScriptWithinAHostCallIsAnEvaluationOfItsOwn() {
    try (Sandbox inner = standard().build()) {
      Environment environment =
          Environment.builder()
              .function("inner", call -> inner.run("for (var i = 0; i < 5; i++) {} i").value())
              .build();
      SandboxResult result =
          standard().environment(environment).build().run("for (var j = 0; j < 3; j++) {} inner()");

      assertThat(result.value()).isEqualTo(5L);
      assertThat(result.usage().get(Resource.ITERATIONS)).isEqualTo(3);
      assertThat(inner.usage().get(Resource.ITERATIONS)).isEqualTo(5);
    }
  }

  @Test
  void theSameProgramIsParsedOnceAndCompiledWhenHot() {
    try (SandboxEngine engine =
            SandboxEngine.builder()
                .programs(ProgramCacheSettings.defaults().withHotAfter(3))
                .build();
        Sandbox sandbox = engine.sandbox("hot-" + UUID.randomUUID()).build()) {
      ScriptSource source =
          new ScriptSource("sum.js", "var s = 0; for (var i = 0; i < 9; i++) s += i; s");
      for (int run = 0; run < 10; run++) {
        SandboxResult result = sandbox.run(source);
        assertThat(result.value()).isEqualTo(36L);
        assertThat(result.usage().get(Resource.ITERATIONS)).isEqualTo(9);
        assertThat(result.usage().get(Resource.SOURCE_CHARS))
            .isEqualTo(run == 0 ? source.text().length() : 0);
      }
      assertThat(engine.programMetrics().hits()).isEqualTo(9);
      assertThat(engine.programMetrics().misses()).isEqualTo(1);
      engine.invalidate("sum.js");
      assertThat(engine.programMetrics().programs()).isZero();
    }
  }

  @Test
  void templatesOfAProgramBelongToTheEvaluation() {
    String source =
        "function tag(s) { return s } var t = tag`x`; var seen = t.mark; "
            + "Object.getPrototypeOf(t) === Array.prototype && seen === undefined";
    try (Sandbox sandbox = standard().build()) {
      for (int run = 0; run < 3; run++) {
        assertThat(sandbox.run(source).value()).isEqualTo(true);
      }
    }
  }

  @Test
  void aValidatorSeesTheSyntaxTree() {
    Environment environment =
        Environment.builder()
            .validator(
                tree ->
                    SyntaxCheck.visitAll(
                        tree,
                        node -> {
                          if (node instanceof WhileLoop) {
                            throw new IllegalArgumentException(
                                "while in line " + node.getLineno() + ": use for");
                          }
                          return true;
                        }))
            .build();
    try (Sandbox sandbox = standard().environment(environment).build()) {
      Failed refused = (Failed) sandbox.run("1;\nwhile (true) {}");

      assertThat(refused.error().kind()).isEqualTo(ScriptError.Kind.REFUSED);
      assertThat(refused.error()).hasToString("script: while in line 2: use for");
      assertThat(sandbox.run("for (var i = 0; i < 2; i++) {} i").value()).isEqualTo(2L);
    }
  }

  @Test
  void submittedScriptsRunOnThreadsOfTheEngine() throws Exception {
    try (Sandbox sandbox = standard().build()) {
      List<Submission<SandboxResult>> submissions = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        submissions.add(sandbox.submit(new ScriptSource("square", "x * x"), Map.of("x", i)));
      }
      for (int i = 0; i < 50; i++) {
        assertThat(submissions.get(i).future().get().value()).isEqualTo((long) i * i);
      }
      assertThat(sandbox.usage().get(Resource.EVALUATIONS)).isEqualTo(50);
    }
  }

  @Test
  void oneOfManyEvaluationsCanBeCancelled() throws Exception {
    CountDownLatch running = new CountDownLatch(2);
    CountDownLatch goOn = new CountDownLatch(1);
    Environment environment =
        Environment.builder()
            .function(
                "meet",
                call -> {
                  running.countDown();
                  goOn.await();
                  return null;
                })
            .function(
                "start",
                call -> {
                  running.countDown();
                  return null;
                })
            .build();
    try (Sandbox sandbox = standard().environment(environment).build()) {
      Submission<SandboxResult> other = sandbox.submit(new ScriptSource("other", "meet(); 7"));
      Submission<SandboxResult> endless =
          sandbox.submit(new ScriptSource("endless", "start(); while (true) {}"));
      running.await();

      assertThat(endless.cancel()).isTrue();
      assertThat(endless.future().get()).isInstanceOf(Cancelled.class);
      goOn.countDown();
      assertThat(other.future().get().value()).isEqualTo(7L);
    }
  }

  @Test
  void aClosedSandboxRunsNothing() {
    Sandbox sandbox = standard().build();
    sandbox.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> sandbox.run("1"))
        .withMessageContaining("is closed");
  }

  private static Sandbox.Builder standard() {
    return ENGINE.sandbox("test-" + UUID.randomUUID());
  }

  private static @Nullable Object value(String source) {
    return standard().build().run(source).value();
  }

  private static Failed failed(String source) {
    return (Failed) standard().build().run(source);
  }

  private static Map<String, @Nullable Object> mapOf(@Nullable Object... entries) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put((String) entries[i], entries[i + 1]);
    }
    return map;
  }
}
