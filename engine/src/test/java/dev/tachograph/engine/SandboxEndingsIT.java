package dev.tachograph.engine;

import static dev.tachograph.engine.Sandboxes.failed;
import static dev.tachograph.engine.Sandboxes.standard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tachograph.engine.SandboxResult.Cancelled;
import dev.tachograph.engine.SandboxResult.Completed;
import dev.tachograph.engine.SandboxResult.Denied;
import dev.tachograph.engine.SandboxResult.Failed;
import dev.tachograph.engine.SandboxResult.LimitExceeded;
import dev.tachograph.engine.executor.Submission;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How evaluations end that do not complete. */
class SandboxEndingsIT {
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
    Environment environment = Sandboxes.telling(runs);
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
    Failed floating = failed("Promise.reject(new TypeError('floating')); 1");
    assertThat(floating.error().kind()).isEqualTo(ScriptError.Kind.REJECTION);
    assertThat(floating.error().message())
        .isEqualTo("unhandled promise rejection: TypeError: floating");
    assertThat(failed("Promise.resolve().then(() => { throw 1 }); 2").error().kind())
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
  void readingAnErrorIsMetered() {
    Limits limits = Limits.builder().perEvaluation(Resource.ITERATIONS, 1000).build();
    SandboxResult result =
        standard().limits(limits).build().run("throw {toString: function () { for (;;); }}");

    assertThat(result).isInstanceOf(LimitExceeded.class);
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

  @Test
  void resultsHaveAFormForMachines() throws Exception {
    Limits limits =
        Limits.builder()
            .perEvaluation(Resource.ITERATIONS, 10)
            .total(Resource.EVALUATIONS, 3)
            .build();
    try (Sandbox sandbox = standard().limits(limits).build()) {
      JsonNode completed =
          json(sandbox.run("console.warn('a'); ({n: [1, null], d: new Date(5), b: 2n})"));
      JsonNode failed = json(sandbox.run("1;\nnull.x"));
      JsonNode stopped = json(sandbox.run("for (;;) {}"));
      JsonNode denied = json(sandbox.run("1"));

      assertThat(completed.get("outcome").asText()).isEqualTo("completed");
      assertThat(completed.get("value"))
          .hasToString("{\"n\":[1,null],\"d\":\"1970-01-01T00:00:00.005Z\",\"b\":\"2\"}");
      assertThat(completed.get("console")).hasToString("[{\"level\":\"warn\",\"text\":\"a\"}]");
      assertThat(completed.get("usage").get("evaluations").asLong()).isEqualTo(1);
      assertThat(completed.get("error").isNull()).isTrue();
      assertThat(failed.get("outcome").asText()).isEqualTo("failed");
      assertThat(failed.get("error").get("kind").asText()).isEqualTo("runtime");
      assertThat(failed.get("error").get("line").asInt()).isEqualTo(2);
      assertThat(stopped.get("outcome").asText()).isEqualTo("limit-exceeded");
      assertThat(stopped.get("breach").get("resource").asText()).isEqualTo("iterations");
      assertThat(denied.get("outcome").asText()).isEqualTo("denied");
    }
  }

  private static JsonNode json(SandboxResult result) throws Exception {
    return new ObjectMapper().readTree(result.toJson());
  }

  @Test
  void syntaxThatIsSwitchedOffIsRefusedWithItsPlace() {
    Environment environment =
        Environment.builder()
            .onlyFeatures(LanguageFeature.VAR, LanguageFeature.FOR_LOOPS)
            .without(LanguageFeature.FOR_LOOPS)
            .build();
    try (Sandbox sandbox = standard().environment(environment).build()) {
      ScriptError error = ((Failed) sandbox.run("var a = 1;\n  for (;;) {}")).error();

      assertThat(error.kind()).isEqualTo(ScriptError.Kind.REFUSED);
      assertThat(error).hasToString("script:2:3: for loops are switched off");
      assertThat(error.lineSource()).isEqualTo("  for (;;) {}");
      assertThat(sandbox.run("var a = 1; a + 1").value()).isEqualTo(2L);
    }
  }
}
