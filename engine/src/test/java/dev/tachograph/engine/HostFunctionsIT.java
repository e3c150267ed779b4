package dev.tachograph.engine;

import static dev.tachograph.engine.Sandboxes.standard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tachograph.engine.SandboxResult.Cancelled;
import dev.tachograph.engine.SandboxResult.Failed;
import dev.tachograph.engine.SandboxResult.LimitExceeded;
import dev.tachograph.engine.executor.Submission;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What host functions cost, and how they are kept in bounds. */
class HostFunctionsIT {
  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);

  private Sandbox.Builder with(HostFunctionOptions.Builder options) {
    return standard()
        .environment(
            Environment.builder()
                .function("call", options.build(), call -> calls.incrementAndGet())
                .build());
  }

  /** Its function waits for what never comes, until it is interrupted. */
  private Sandbox.Builder hanging(Duration timeout) {
    return standard()
        .environment(
            Environment.builder()
                .function(
                    "hang",
                    HostFunctionOptions.builder().timeout(timeout).build(),
                    call -> {
                      entered.countDown();
                      try {
                        never.await();
                      } catch (InterruptedException stopped) {
                        interrupted.countDown();
                      }
                      return 1;
                    })
                .build());
  }

  @Test
  void aCallCostsWhatItIsDeclaredTo() {
    try (Sandbox sandbox = with(HostFunctionOptions.builder().cost(5).fuel(1000)).build()) {
      SandboxResult without = sandbox.run(new ScriptSource("s", "call; call; 7"));
      SandboxResult with = sandbox.run(new ScriptSource("s", "call(); call()"));

      assertThat(without.usage().get(Resource.HOST_CALLS)).isZero();
      assertThat(with.usage().get(Resource.HOST_CALLS)).isEqualTo(10);
      assertThat(with.usage().get(Resource.FUEL))
          .isGreaterThan(2000)
          .isEqualTo(2000 + counted(with));
    }
  }

  /** The fuel of what was counted, as docs/fuel.md has it. */
  private static long counted(SandboxResult result) {
    return 400 * result.usage().get(Resource.ITERATIONS)
        + 120 * result.usage().get(Resource.FUNCTION_CALLS)
        + result.usage().get(Resource.ALLOCATED_BYTES)
        + 4 * result.usage().get(Resource.NATIVE_STEPS)
        + 4 * result.usage().get(Resource.SOURCE_CHARS);
  }

  @Test
  void aLimitOfFuelKnowsTheHost() {
    Limits limits = Limits.builder().perEvaluation(Resource.FUEL, 500_000).build();
    SandboxResult result =
        with(HostFunctionOptions.builder().fuel(100_000))
            .limits(limits)
            .build()
            .run("for (;;) try { call() } catch (e) {}");

    assertThat(((LimitExceeded) result).breach().resource()).isEqualTo(Resource.FUEL);
    assertThat(calls).hasValue(4);
  }

  @Test
  void sixtyCallsAMinuteUnlessItIsSaidOtherwise() {
    String source = "var n = 0; try { for (;;) { call(); n++ } } catch (e) { [n, e.message] }";
    Environment environment =
        Environment.builder()
            .function("call", HostFunctionOptions.defaults(), call -> calls.incrementAndGet())
            .build();
    long[] nanos = {0};
    try (SandboxEngine engine = SandboxEngine.builder().ticker(Tickers.of(nanos)).build();
        Sandbox one = engine.sandbox("rated-1").environment(environment).build();
        Sandbox other = engine.sandbox("rated-2").environment(environment).build()) {
      assertThat(one.run(source).value())
          .isEqualTo(
              List.of(
                  60L, "call is called too often: the rate is 60 per 1m; try again in 1000 ms"));
      assertThat(((Failed) one.run("call()")).error().kind()).isEqualTo(ScriptError.Kind.HOST);
      assertThat(one.run("1 + 1").value()).isEqualTo(2L);
      assertThat(other.run("call(); 'ok'").value()).isEqualTo("ok");

      nanos[0] = Duration.ofSeconds(3).toNanos();
      assertThat(((List<?>) one.run(source).value()).get(0)).isEqualTo(3L);
    }
    assertThat(calls).hasValue(64);
  }

  @Test
  void aRateIsPaidByTheCost() {
    HostFunctionOptions.Builder options =
        HostFunctionOptions.builder().cost(4).rate(10, Duration.ofHours(1));
    try (Sandbox sandbox = with(options).build()) {
      sandbox.run("for (var i = 0; i < 5; i++) try { call() } catch (e) {}");
    }
    assertThat(calls).hasValue(2);
    assertThatIllegalArgumentException()
        .isThrownBy(options.cost(11)::build)
        .withMessage("a call costs 11, which a rate of 10 per 1h never allows");
  }

  @Test
  void plainFunctionsHaveNoRate() {
    Environment environment =
        Environment.builder().function("call", call -> calls.incrementAndGet()).build();
    assertThat(
            standard()
                .environment(environment)
                .build()
                .run("for (var i = 0; i < 1000; i++) call()")
                .value())
        .isEqualTo(1000L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "call() | call takes 1 to 3 arguments, but got 0",
        "call(1, 2, 3, 4) | call takes 1 to 3 arguments, but got 4",
        "call(1) | argument 1 of call (currency) is to be a string, but is a number",
        "call(null) | argument 1 of call (currency) is to be a string, but is null",
        "call(function () {}) | argument 1 of call (currency) is to be a string, but is null",
        "call({toString: () => 'x'})"
            + " | argument 1 of call (currency) is to be a string, but is an object",
        "call('x', 1.5) | argument 2 of call (days) is to be an integer, but is a number",
        "call('x', 10n) | argument 2 of call (days) is to be an integer, but is a bigint",
        "call('x', 1, '2') | argument 3 of call (factor) is to be a number, but is a string",
      })
  void argumentsAreCheckedBeforeTheCall(String source, String message) {
    HostFunctionOptions.Builder options =
        HostFunctionOptions.builder()
            .parameter("currency", String.class)
            .optionalParameter("days", Long.class)
            .optionalParameter("factor", Double.class);
    try (Sandbox sandbox = with(options).build()) {
      assertThat(
              sandbox
                  .run("try { " + source + " } catch (e) { [e instanceof TypeError, e.message] }")
                  .value())
          .isEqualTo(List.of(true, message));
      assertThat(calls).hasValue(0);
      assertThat(sandbox.run("call('x'), call('x', null, 2), call('x', 1, 2.5)").value())
          .isEqualTo(3L);
      assertThat(sandbox.run("call.length").value()).isEqualTo(1L);
    }
  }

  @Test
  void aFunctionWithoutParametersTakesNoArgument() {
    try (Sandbox sandbox = with(HostFunctionOptions.builder().noParameters()).build()) {
      assertThat(((Failed) sandbox.run("call(1)")).error().message())
          .isEqualTo("TypeError: call takes no argument, but got 1");
      assertThat(sandbox.run("call()").value()).isEqualTo(1L);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostFunctionOptions.builder().parameter("p", Thread.class))
        .withMessageStartingWith("parameter p is a java.lang.Thread; scripts pass [String, Long");
  }

  @Test
  void aCallThatTakesTooLongIsInterruptedAndTheScriptGoesOn() throws Exception {
    try (Sandbox sandbox = hanging(Duration.ofMillis(30)).build()) {
      assertThat(sandbox.run("try { hang() } catch (e) { e.message }").value())
          .isEqualTo("host function hang took longer than 30 ms");
      interrupted.await();
      Failed uncaught = (Failed) sandbox.run("hang()");
      assertThat(uncaught.error().kind()).isEqualTo(ScriptError.Kind.HOST);
    }
  }

  @Test
  void aCallInTimeAnswersFromAnotherThread() {
    List<Thread> threads = new ArrayList<>();
    Environment environment =
        Environment.builder()
            .function(
                "call",
                HostFunctionOptions.builder().timeout(Duration.ofMinutes(5)).build(),
                call -> {
                  threads.add(Thread.currentThread());
                  if (call.arguments().isEmpty()) {
                    throw new HostCallException("no argument");
                  }
                  return call.argument(0, Long.class) + 1;
                })
            .build();
    try (Sandbox sandbox = standard().environment(environment).build()) {
      assertThat(sandbox.run("call(1)").value()).isEqualTo(2L);
      assertThat(sandbox.run("try { call() } catch (e) { e.message }").value())
          .isEqualTo("no argument");
    }
    assertThat(threads).hasSize(2).doesNotContain(Thread.currentThread());
  }

  @Test
  void theLimitOfTheEvaluationEndsTheWait() throws Exception {
    Limits limits =
        Limits.builder().perEvaluation(Resource.WALL_TIME, Duration.ofMillis(50).toNanos()).build();
    SandboxResult result =
        hanging(Duration.ofHours(1))
            .limits(limits)
            .build()
            .run("try { hang() } catch (e) {} finally { while (true) {} }");

    assertThat(((LimitExceeded) result).breach().resource()).isEqualTo(Resource.WALL_TIME);
    interrupted.await();
  }

  @Test
  void cancellingTheEvaluationEndsTheWait() throws Exception {
    try (Sandbox sandbox = hanging(Duration.ofHours(1)).build()) {
      Submission<SandboxResult> waits = sandbox.submit(new ScriptSource("s", "hang()"));
      entered.await();
      assertThat(sandbox.cancel()).isEqualTo(1);
      assertThat(waits.future().get()).isInstanceOf(Cancelled.class);
      interrupted.await();
    }
  }

  @Test
  void cancellingTheSubmissionEndsTheWait() throws Exception {
    try (Sandbox sandbox = hanging(Duration.ofHours(1)).build()) {
      Submission<SandboxResult> waits = sandbox.submit(new ScriptSource("s", "hang()"));
      entered.await();
      assertThat(waits.cancel()).isTrue();
      assertThat(waits.future().get()).isInstanceOf(Cancelled.class);
      interrupted.await();
    }
  }

  @Test
  void callsThatDoNotReturnAreBoundedPerAccount() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Environment environment =
        Environment.builder()
            .function(
                // Long enough for the call to begin: one that never did holds no thread.
                "stuck",
                HostFunctionOptions.builder().timeout(Duration.ofMillis(300)).build(),
                call -> {
                  boolean waiting = true;
                  while (waiting) {
                    try {
                      release.await();
                      waiting = false;
                    } catch (InterruptedException ignored) {
                      calls.incrementAndGet();
                    }
                  }
                  return null;
                })
            .function(
                "quick",
                HostFunctionOptions.builder().timeout(Duration.ofMinutes(5)).build(),
                call -> "quick")
            .build();
    String stuck = "try { stuck() } catch (e) { e.message }";
    try (SandboxEngine engine = SandboxEngine.builder().hostCallThreads(3, 2).build();
        Sandbox one = engine.sandbox("stuck-1").environment(environment).build();
        Sandbox other = engine.sandbox("stuck-2").environment(environment).build()) {
      for (int i = 0; i < 2; i++) {
        assertThat(one.run(stuck).value()).isEqualTo("host function stuck took longer than 300 ms");
      }
      assertThat(one.run(stuck).value()).isEqualTo("too many calls of host functions are running");
      assertThat(other.run("quick()").value()).isEqualTo("quick");
    } finally {
      release.countDown();
    }
  }

  @Test
  void dottedNamesMakeFrozenObjects() {
    Environment environment =
        Environment.builder()
            .function("crm.lookup", call -> call.function() + "!")
            .function("crm.admin.drop", call -> "dropped")
            .build();
    try (Sandbox sandbox = standard().environment(environment).build()) {
      assertThat(sandbox.run("crm.lookup() + crm.lookup.name + crm.admin.drop()").value())
          .isEqualTo("crm.lookup!lookupdropped");
      assertThat(
              sandbox
                  .run(
                      "crm.lookup = 1; crm.x = 2; delete crm.admin; crm.admin.drop = 3; crm = 4;"
                          + " [Object.isFrozen(crm), Object.isFrozen(crm.admin), delete"
                          + " globalThis.crm, crm.x, crm.admin.drop()]")
                  .value())
          .asString()
          .isEqualTo("[true, true, false, null, dropped]");
    }
    Environment.Builder builder = Environment.builder().function("a.b", call -> 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.function("a.b.c", call -> 1))
        .withMessage("function a.b.c would be a member of another function, as a.b is there");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.function("a", call -> 1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.global("a", 1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.function("a..c", call -> 1));
  }

  @Test
  void frozenValuesStayAsTheyAre() {
    Environment environment =
        Environment.builder()
            .frozen("tenant", Map.of("id", 7, "tags", List.of("a"), "plan", Map.of("name", "x")))
            .frozen("user", "ada")
            .build();
    try (Sandbox sandbox = standard().environment(environment).build()) {
      assertThat(
              sandbox
                  .run(
                      "tenant.id = 8; tenant.plan.name = 'y'; delete tenant.plan; tenant.more = 1;"
                          + " tenant.tags[0] = 'b'; tenant.tags.length = 0; user = 'eve';"
                          + " tenant = {}; delete globalThis.tenant;"
                          + " try { tenant.tags.push('c') } catch (e) {}"
                          + " try { Object.defineProperty(globalThis, 'user', {value: 1}) }"
                          + " catch (e) {}"
                          + " [tenant.id, tenant.plan.name, tenant.more, tenant.tags, user]")
                  .value())
          .asString()
          .isEqualTo("[7, x, null, [a], ada]");
      assertThat(sandbox.run("'use strict'; tenant.id = 8")).isInstanceOf(Failed.class);
      for (String declaration :
          List.of("var user", "let user", "const user", "function user() {}")) {
        assertThat(((Failed) sandbox.run(declaration + "\nuser = 1")).error().message())
            .as(declaration)
            .contains("redeclaration");
      }
    }
  }
}
