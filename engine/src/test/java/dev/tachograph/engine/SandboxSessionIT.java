package dev.tachograph.engine;

import static dev.tachograph.engine.Sandboxes.standard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Scripts that share a scope, and how they are run. */
class SandboxSessionIT {
  @Test
  void scriptsFindWhatEarlierOnesDefined() {
    try (Sandbox sandbox = standard().build();
        SandboxSession session = sandbox.session()) {
      SandboxResult first =
          run(session, "const five = 5; function twice(n) { print(n); return 2 * n; }");
      SandboxResult second = run(session, "twice(five)");

      assertThat(first.value()).isNull();
      assertThat(second.value()).isEqualTo(10L);
      assertThat(first.console()).isEmpty();
      assertThat(second.console()).extracting(ConsoleMessage::text).containsExactly("5");
      assertThat(second.usage().get(Resource.FUNCTION_CALLS)).isEqualTo(1);
      assertThat(sandbox.run("typeof five").value()).isEqualTo("undefined");
    }
  }

  @Test
  void aStoppedScriptLeavesWhatItDid() {
    Limits limits = Limits.builder().perEvaluation(Resource.ITERATIONS, 100).build();
    try (Sandbox sandbox = standard().limits(limits).build();
        SandboxSession session = sandbox.session()) {
      assertThat(run(session, "var n = 0; while (true) n++;"))
          .isInstanceOf(SandboxResult.LimitExceeded.class);
      assertThat(run(session, "n").value()).isEqualTo(100L);
    }
  }

  @Test
  void aValueThatNobodyReadsMayBeAnything() {
    try (Sandbox sandbox = standard().build();
        SandboxSession session = sandbox.session()) {
      ScriptSource circle = new ScriptSource("circle.js", "var a = {}; a.a = a; a");

      assertThat(session.execute(circle).value()).isNull();
      assertThat(((SandboxResult.Failed) session.run(circle)).error().kind())
          .isEqualTo(ScriptError.Kind.OUTPUT);
    }
  }

  @Test
  void itRunsOneScriptAtATimeAndNoneWhenClosed() {
    AtomicReference<SandboxSession> open = new AtomicReference<>();
    Environment nests =
        Environment.builder().function("nest", call -> run(open.get(), "1").value()).build();
    try (SandboxEngine engine = SandboxEngine.create();
        Sandbox sandbox = engine.sandbox("session-alone").environment(nests).build()) {
      SandboxSession session = sandbox.session();
      open.set(session);

      assertThat(((SandboxResult.Failed) run(session, "nest()")).error().message())
          .isEqualTo("Error: host function nest failed");
      session.close();
      assertThatThrownBy(() -> run(session, "1")).hasMessage("the session is closed");
      assertThat(engine.scopeMetrics().inUse()).isZero();
    }
  }

  @Test
  void aTextIsCompleteOrNot() {
    try (Sandbox sandbox = standard().build();
        SandboxSession session = sandbox.session()) {
      assertThat(List.of("1 +", "function f() {", "[1,", "`a")).noneMatch(session::isComplete);
      assertThat(List.of("1 + 2", "function f() {}", ")", "")).allMatch(session::isComplete);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          undefined                             | undefined
          null                                  | null
          -0                                    | -0
          1 / 3                                 | 0.3333333333333333
          2n ** 70n                             | 1180591620717411303424n
          'it\\'s\\n\\u001b'                    | 'it\\'s\\n\\u001b'
          [1, , 'a', [[[[1]]]]]                 | [1, undefined, 'a', [[[Array]]]]
          ({ f: function g() {}, s: Symbol('x') }) | { f: [Function: g], s: Symbol(x) }
          ({ get a() { throw 1 }, 1: 2 })       | { 1: 2, a: [Getter] }
          var a = {}; a.a = a; a                | { a: [Circular] }
          new Proxy({}, {})                     | [Proxy]
          /a+/g                                 | /a+/g
          new TypeError('no')                   | [TypeError: no]
          ({})                                  | {}
          (x => x)                              | [Function]
          new Array(200).fill(0).length         | 200
          """)
  void valuesAreDescribedInWords(String script, String words) {
    try (Sandbox sandbox = standard().build();
        SandboxSession session = sandbox.session()) {
      assertThat(session.describe(new ScriptSource("line", script)).value()).isEqualTo(words);
    }
  }

  @Test
  void namesAreFoundWithoutRunningAnything() {
    try (Sandbox sandbox = standard().build();
        SandboxSession session = sandbox.session()) {
      run(session, "var order = { items: [], get trap() { ran = true } }; var ran = false;");

      assertThat(session.names("")).contains("order", "Math", "print").doesNotContain("Packages");
      assertThat(session.names("order")).contains("items", "trap", "hasOwnProperty");
      assertThat(session.names("order.items")).contains("length", "map");
      assertThat(session.names("order.trap")).isEmpty();
      assertThat(session.names("nothing.there")).isEmpty();
      assertThat(run(session, "ran").value()).isEqualTo(false);
    }
  }

  @ParameterizedTest
  @EnumSource(ExecutionMode.class)
  void everyModeCountsTheSame(ExecutionMode mode) {
    try (SandboxEngine engine = SandboxEngine.builder().mode(mode).build();
        Sandbox sandbox = engine.sandbox("session-" + mode).build()) {
      SandboxResult result =
          sandbox.run("function f(n) { return n; } for (var i = 0; i < 1000; i++) f(i); `${i}`");

      assertThat(result.value()).isEqualTo("1000");
      assertThat(result.usage().get(Resource.ITERATIONS)).isEqualTo(1000);
      assertThat(result.usage().get(Resource.FUNCTION_CALLS)).isEqualTo(1000);
    }
  }

  private static SandboxResult run(SandboxSession session, String text) {
    return session.run(new ScriptSource("line", text));
  }
}
