package dev.tachograph.engine;

import static dev.tachograph.engine.Sandboxes.standard;
import static dev.tachograph.engine.Sandboxes.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tachograph.engine.SandboxResult.Failed;
import dev.tachograph.engine.SandboxResult.LimitExceeded;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Timers that nobody waits for, and microtasks. */
class TimersIT {
  private static final Environment MINUTE =
      Environment.builder().timers(Duration.ofMinutes(1)).build();

  private static SandboxResult run(String source) {
    return standard().environment(MINUTE).build().run(source);
  }

  /** The messages of a script's console. */
  private static List<String> said(String source) {
    SandboxResult result = run("var say = console.log;" + source);
    assertThat(result).isInstanceOf(SandboxResult.Completed.class);
    return result.console().stream().map(ConsoleMessage::text).toList();
  }

  @Test
  void theEarliestTimerRunsFirstAndTheOlderOfTwo() {
    assertThat(
            said(
                """
                setTimeout(() => say('late'), 30000);
                setTimeout(() => say('b'), 5);
                setTimeout(say, 1, 'a', 1);
                setTimeout(() => say('c'), 5);
                setTimeout(() => { say('now'); setTimeout(() => say('nested'), 4.9) });
                Promise.resolve().then(() => say('microtask'));
                say('script')"""))
        .containsExactly("script", "microtask", "now", "a 1", "nested", "b", "c", "late");
  }

  @Test
  void microtasksOfATimerRunBeforeTheNext() {
    assertThat(
            said(
                """
                setTimeout(() => {
                  queueMicrotask(() => { say(2); Promise.resolve().then(() => say(3)) });
                  say(1)
                });
                setTimeout(() => say(4))"""))
        .containsExactly("1", "2", "3", "4");
  }

  @Test
  void intervalsRunUntilTheyAreClearedOrTheHorizonIsPassed() {
    assertThat(
            said("var n = 0, id = setInterval(() => { say(++n); if (n == 3) clearTimeout(id) })"))
        .containsExactly("1", "2", "3");
    assertThat(said("setInterval(say, 20000, 'tick'); setTimeout(say, 60001, 'never')"))
        .containsExactly("tick", "tick", "tick");
    assertThat(said("setTimeout(say, Infinity, 'never'); setTimeout(say, -5, 'at once')"))
        .containsExactly("at once");
    assertThat(
            said(
                """
                var id = setInterval(() => queueMicrotask(() => clearInterval(id)), 10);
                setTimeout(say, 25, 'once');
                clearTimeout(setTimeout(say, 1, 'cleared')); clearTimeout(99); clearTimeout()"""))
        .containsExactly("once");
  }

  @Test
  void aPromiseAsTheResultWaitsForTimers() {
    assertThat(run("new Promise(done => setTimeout(done, 1000, 'done'))").value())
        .isEqualTo("done");
    assertThat(run("var value = {n: 1}; setTimeout(() => value.n++, 10); value").value())
        .isEqualTo(Map.of("n", 2L));
    Failed unsettled = (Failed) run("new Promise(done => setTimeout(done, 60001))");
    assertThat(unsettled.error().kind()).isEqualTo(ScriptError.Kind.REJECTION);
  }

  @Test
  void whatATimerOrAMicrotaskThrowsFailsTheScript() {
    Failed timer = (Failed) run("1;\nsetTimeout(() => {\n  null.x }, 5); setTimeout(() => {}, 6)");
    assertThat(timer.error().kind()).isEqualTo(ScriptError.Kind.RUNTIME);
    assertThat(timer.error().line()).isEqualTo(3);

    Failed microtask = (Failed) run("queueMicrotask(() => { throw new Error('lost') })");
    assertThat(microtask.error()).hasToString("script:1: Error: lost");
  }

  @Test
  void eachTimerIsAnIterationAndItsFunctionACall() {
    SandboxResult result = run("for (var i = 0; i < 10; i++) setTimeout(function () {}, i)");
    assertThat(result.usage().get(Resource.ITERATIONS)).isEqualTo(20);
    assertThat(result.usage().get(Resource.FUNCTION_CALLS)).isEqualTo(11); // with that of the loop
    try (Sandbox sandbox = standard().environment(MINUTE).build()) {
      String source = "setTimeout(() => {}) // " + System.nanoTime();
      assertThat(sandbox.run(source).usage().get(Resource.SOURCE_CHARS)).isEqualTo(source.length());
      assertThat(sandbox.history()).hasSize(1);
    }
    assertThat(run("setTimeout").usage().get(Resource.FUNCTION_CALLS)).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "setTimeout(function f() { setTimeout(f) }) | ITERATIONS",
        "setInterval(Math.abs, 1) | ITERATIONS",
        "for (;;) setTimeout(Math.abs) | ALLOCATED_BYTES",
        "for (;;) queueMicrotask(Math.abs) | ALLOCATED_BYTES",
        "var p = new Proxy(queueMicrotask, h = {}), h; h.apply = queueMicrotask.bind(null, p); p()"
            + " | ALLOCATED_BYTES",
        "var a = new Array(10000); for (;;) setTimeout.apply(null, [Math.abs, 9].concat(a))"
            + " | ALLOCATED_BYTES",
        "queueMicrotask(function f() { queueMicrotask(f) }) | FUNCTION_CALLS"
      })
  void limitsHoldForTimersAndMicrotasks(String source, Resource resource) {
    long most = resource == Resource.ALLOCATED_BYTES ? 4 << 20 : 1000;
    Limits limits = Limits.builder().perEvaluation(resource, most).build();
    SandboxResult result = standard().environment(MINUTE).limits(limits).build().run(source);

    assertThat(result).isInstanceOf(LimitExceeded.class);
    assertThat(((LimitExceeded) result).breach().resource()).isEqualTo(resource);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"setTimeout()", "setTimeout('1')", "setInterval({}, 1)", "queueMicrotask(1)"})
  void onlyFunctionsAreTaken(String source) {
    assertThat(((Failed) run(source)).error().message())
        .startsWith("TypeError: a function is needed");
  }

  @Test
  void timersAreThereWhereTheEnvironmentHasThem() {
    assertThat(value("typeof setTimeout + typeof clearInterval + typeof queueMicrotask"))
        .isEqualTo("undefinedundefinedfunction");
    Environment few = Environment.builder().allowOnly("JSON").timers(Duration.ofDays(1)).build();
    assertThat(standard().environment(few).build().run("typeof queueMicrotask").value())
        .isEqualTo("undefined");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Environment.builder().timers(Duration.ZERO))
        .withMessageContaining("a millisecond to 36500 days");
  }
}
