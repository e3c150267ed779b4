package dev.tachograph.engine;

import static dev.tachograph.engine.Sandboxes.standard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tachograph.engine.SandboxResult.Cancelled;
import dev.tachograph.engine.SandboxResult.Completed;
import dev.tachograph.engine.SandboxResult.LimitExceeded;
import dev.tachograph.engine.executor.FairExecutor;
import dev.tachograph.engine.executor.RejectedSubmissionException;
import dev.tachograph.engine.executor.Submission;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Scripts that are compiled once, and what can be different for one run. */
class RunOptionsIT {
  private static final Limits FEW_ROUNDS =
      Limits.builder().perEvaluation(Resource.ITERATIONS, 100).build();

  @Test
  void aScriptIsCheckedOnceAndRunOften() throws Exception {
    try (Sandbox sandbox = standard().build()) {
      SandboxScript script = sandbox.compile("x * x");
      sandbox.engine().invalidate("script"); // it keeps its program

      for (int i = 0; i < 20; i++) {
        SandboxResult result = script.run(RunOptions.builder().global("x", i).build());
        assertThat(result.value()).isEqualTo((long) i * i);
        assertThat(result.usage().get(Resource.SOURCE_CHARS)).isZero();
      }
      assertThat(script.submit(RunOptions.builder().frozen("x", 5).build()).future().get().value())
          .isEqualTo(25L);
      assertThat(script.run()).isInstanceOf(SandboxResult.Failed.class);
      assertThat(sandbox.usage().get(Resource.SOURCE_CHARS)).isEqualTo(5);
    }
  }

  @Test
  void whatDoesNotCompileIsNoScript() {
    try (Sandbox sandbox = standard().build()) {
      ScriptException error =
          catchThrowableOfType(
              ScriptException.class,
              () -> sandbox.compile(new ScriptSource("rule.js", "1;\nvar = 2")));
      assertThat(error).hasMessageStartingWith("rule.js:2:");
      assertThat(((SandboxResult.Failed) error.result()).error().kind())
          .isEqualTo(ScriptError.Kind.SYNTAX);
    }
  }

  @Test
  void globalsOfARunHideThoseOfTheEnvironment() {
    Environment environment =
        Environment.builder()
            .global("a", 1)
            .frozen("b", 1)
            .function("f", call -> 1)
            .function("ns.g", call -> 1)
            .build();
    RunOptions options =
        RunOptions.builder()
            .frozen("a", 2)
            .global("b", 2)
            .function("f", HostFunctionOptions.defaults(), call -> 2)
            .function("ns.h", HostFunctionOptions.defaults(), call -> 2)
            .build();
    String source = "b = b * 10; [a, b, f(), typeof ns.g, typeof ns.h]";
    try (Sandbox sandbox = standard().environment(environment).build()) {
      assertThat(sandbox.run(new ScriptSource("s", source), options).value())
          .asString()
          .isEqualTo("[2, 20, 2, undefined, function]");
      assertThat(sandbox.run(source).value())
          .asString()
          .isEqualTo("[1, 1, 1, function, undefined]");
    }
  }

  @Test
  void limitsOfARunAreThoseOfOneOnly() {
    RunOptions tight = RunOptions.builder().limits(FEW_ROUNDS).build();
    ScriptSource loop = new ScriptSource("loop", "for (var i = 0; i < 101; i++) {} i");
    try (Sandbox sandbox = standard().build()) {
      LimitExceeded stopped = (LimitExceeded) sandbox.run(loop, tight);

      assertThat(stopped.breach().limit()).isEqualTo(100);
      assertThat(stopped.breach().account()).isEqualTo(sandbox.account());
      assertThat(sandbox.run(loop).value()).isEqualTo(101L);
      assertThat(sandbox.usage().get(Resource.ITERATIONS)).isEqualTo(101 + 101);
      assertThat(sandbox.history()).hasSize(2);
      assertThat(sandbox.tracker().children()).isEmpty();
    }
  }

  @Test
  void limitsOfARunDoNotWidenThoseOfTheAccount() {
    RunOptions wide =
        RunOptions.builder()
            .limits(Limits.builder().perEvaluation(Resource.ITERATIONS, 1_000_000).build())
            .build();
    try (Sandbox sandbox = standard().limits(FEW_ROUNDS).build()) {
      LimitExceeded stopped =
          (LimitExceeded) sandbox.run(new ScriptSource("loop", "for (;;) {}"), wide);

      assertThat(stopped.breach().account()).isEqualTo(sandbox.account());
      assertThat(stopped.breach().limit()).isEqualTo(100);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                RunOptions.builder().limits(Limits.builder().total(Resource.ITERATIONS, 5).build()))
        .withMessageContaining("an account has those");
  }

  @Test
  void hostCallsAndConsoleOfALimitedRunAreItsOwn() {
    Environment environment = Environment.builder().function("f", call -> call.account()).build();
    RunOptions tight =
        RunOptions.builder()
            .limits(
                Limits.builder()
                    .perEvaluation(Resource.HOST_CALLS, 2)
                    .perEvaluation(Resource.OUTPUT_BYTES, 4)
                    .build())
            .build();
    try (Sandbox sandbox = standard().environment(environment).build()) {
      SandboxResult result = sandbox.run(new ScriptSource("s", "console.log('abc'); f()"), tight);
      assertThat(result.value()).isEqualTo(sandbox.account());
      assertThat(result.usage().get(Resource.HOST_CALLS)).isEqualTo(1);
      assertThat(sandbox.run(new ScriptSource("s", "f(); f(); f()"), tight))
          .isInstanceOf(LimitExceeded.class);
      assertThat(sandbox.run(new ScriptSource("s", "console.log('abcd')"), tight))
          .isInstanceOf(LimitExceeded.class);
    }
  }

  @Test
  void limitedRunsCanBeCancelled() throws Exception {
    CountDownLatch runs = new CountDownLatch(1);
    Environment environment = Sandboxes.telling(runs);
    RunOptions options =
        RunOptions.builder()
            .limits(Limits.builder().perEvaluation(Resource.STACK_DEPTH, 10).build())
            .build();
    try (Sandbox sandbox = standard().environment(environment).build()) {
      Submission<SandboxResult> endless =
          sandbox.submit(new ScriptSource("s", "started(); for (;;) {}"), options);
      runs.await();
      assertThat(sandbox.cancel()).isEqualTo(1);
      assertThat(endless.future().get()).isInstanceOf(Cancelled.class);
    }
  }

  @Test
  void aDeadlineStopsARun() {
    RunOptions soon = RunOptions.builder().deadline(Duration.ofMillis(20)).build();
    try (Sandbox sandbox = standard().build()) {
      SandboxResult result =
          sandbox.run(new ScriptSource("s", "for (;;) try { for (;;); } catch (e) {}"), soon);

      assertThat(((LimitExceeded) result).breach().resource()).isEqualTo(Resource.WALL_TIME);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      assertThat(
              sandbox
                  .run(
                      new ScriptSource("s", "1"),
                      RunOptions.builder().deadline(Duration.ofMinutes(5)).build())
                  .value())
          .isEqualTo(1L);
    }
  }

  @Test
  void aDeadlineCountsInTheQueue() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    CountDownLatch runs = new CountDownLatch(1);
    Environment environment =
        Environment.builder()
            .function(
                "occupy",
                call -> {
                  runs.countDown();
                  free.await();
                  return null;
                })
            .build();
    RunOptions soon = RunOptions.builder().deadline(Duration.ofMillis(20)).build();
    try (SandboxEngine engine =
            SandboxEngine.builder().executor(FairExecutor.builder().threads(1).build()).build();
        Sandbox sandbox = engine.sandbox("queued").environment(environment).build()) {
      Submission<SandboxResult> first = sandbox.submit(new ScriptSource("first", "occupy()"));
      runs.await();
      Submission<SandboxResult> late = sandbox.submit(new ScriptSource("late", "1"), soon);

      assertThatThrownBy(() -> late.future().get())
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              RejectedSubmissionException.class,
              rejected ->
                  assertThat(rejected.reason())
                      .isEqualTo(RejectedSubmissionException.Reason.QUEUE_TIMEOUT))
          .hasMessageContaining("within 20 ms");
      free.countDown();
      assertThat(first.future().get()).isInstanceOf(Completed.class);
    }
  }

  @Test
  void anEngineRunsAScriptAtOnce() {
    assertThat(Sandboxes.ENGINE.run("6 * 7").value()).isEqualTo(42L);
    assertThat(Sandboxes.ENGINE.run("eval('1')")).isInstanceOf(SandboxResult.Failed.class);
  }

  @Test
  void globalsOfARunHaveToBePlain() {
    try (Sandbox sandbox = standard().build()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> sandbox.run(new ScriptSource("s", "1"), Map.of("o", new Object())));
    }
  }
}
