package dev.tachograph.engine;

import static dev.tachograph.engine.Sandboxes.standard;
import static dev.tachograph.engine.Sandboxes.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.engine.SandboxResult.Failed;
import dev.tachograph.engine.SandboxResult.LimitExceeded;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What scripts cannot reach: Java, code from strings, and one another. */
class SandboxIsolationIT {
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

  @Test
  void aRejectionThatNobodyHandledStaysWithItsScript() {
    Limits limits = Limits.builder().perEvaluation(Resource.ITERATIONS, 10).build();
    SandboxResult stopped =
        standard().limits(limits).build().run("for (;;) Promise.reject(new Error('mine'))");

    assertThat(stopped).isInstanceOf(LimitExceeded.class);
    assertThat(value("'next'")).isEqualTo("next");
    assertThat(value("Promise.reject(1).catch(() => 1); 'done'")).isEqualTo("done");
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
}
