package dev.tachograph.engine;

import static dev.tachograph.engine.Sandboxes.standard;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.engine.SandboxResult.Completed;
import dev.tachograph.engine.SandboxResult.Failed;
import dev.tachograph.engine.executor.Submission;
import dev.tachograph.engine.program.ProgramCacheSettings;
import dev.tachograph.engine.program.SyntaxCheck;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mozilla.javascript.ast.WhileLoop;

/** What a host does with sandboxes. */
class SandboxIT {
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
                .programs(ProgramCacheSettings.builder().hotAfter(3).build())
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
}
