package dev.tachograph.engine.jsr223;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.Resource;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import javax.script.ScriptContext;
import javax.script.ScriptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that come out, and variables that one evaluation leaves to the next. */
class ScriptEngineGlobalsIT extends ScriptEngineFixture {
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
}
