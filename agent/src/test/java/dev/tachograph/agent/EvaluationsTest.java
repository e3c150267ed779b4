package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.EvaluationRecord.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContinuationPending;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Script;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/** What is one evaluation, by whatever way a host gets into script code. */
class EvaluationsTest extends EvaluationsFixture {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyEntryFromTheHostIsOneEvaluation(boolean interpreted) {
    mode(interpreted);
    eval("a.js", "function f() { for (var i = 0; i < 3; i++); return i; }");
    Function f = (Function) scope.get("f", scope);
    f.call(cx, scope, scope, new Object[0]);
    if (interpreted) {
      f.call(cx, scope, scope, new Object[0]); // Rhino's interpreter cannot construct for a host
    } else {
      f.construct(cx, scope, new Object[0]);
    }
    assertThat(ended).hasSize(3).allMatch(e -> e.script().equals("a.js"));
    assertThat(ended).extracting(EvaluationsFixture::iterations).containsExactly(0L, 3L, 3L);
    assertThat(ended).extracting(EvaluationsFixture::calls).containsExactly(0L, 1L, 1L);
    assertThat(ended).extracting(EvaluationRecord::outcome).containsOnly(Outcome.COMPLETED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gettersAndConversionsByTheHostAreEvaluations(boolean interpreted) {
    mode(interpreted);
    Object made =
        eval(
            "g.js",
            "({get x() { for (var i = 0; i < 4; i++); return 1; },"
                + " toString: function() { return 't'; }})");
    Scriptable object = (Scriptable) made;
    assertThat(object.get("x", object)).isEqualTo(1);
    assertThat(Context.toString(made)).isEqualTo("t");
    assertThat(ended).hasSize(3);
    assertThat(iterations(ended.get(1))).isEqualTo(4);
    assertThat(calls(ended.get(1))).isEqualTo(1);
    assertThat(calls(ended.get(2))).isEqualTo(1);
  }

  @Test // compiled alone: Rhino's interpreter cannot resume a generator for a host
  void aGeneratorThatTheHostResumesIsAnEvaluationEachTime() {
    Scriptable generator =
        (Scriptable) eval("gen.js", "(function*() { for (var i = 0; ; i++) yield i; })()");
    Function next = (Function) ScriptableObject.getProperty(generator, "next");
    next.call(cx, scope, generator, new Object[0]);
    next.call(cx, scope, generator, new Object[0]);
    assertThat(ended).extracting(EvaluationsFixture::iterations).containsExactly(0L, 1L, 1L);
    assertThat(ended).extracting(EvaluationsFixture::calls).containsExactly(1L, 0L, 0L);
  }

  @Test // interpreted alone: compiled code has no continuations
  void aContinuationThatTheHostResumesOnANewContextIsAnEvaluation() {
    mode(true);
    define(
        "ask",
        args -> {
          throw cx.captureContinuation();
        });
    String loops = "function f() { var n = ask(); for (var i = 0; i < 5; i++) n++; return n; } ";
    Script script = cx.compileString(loops + "f();", "k.js", 1, null);
    ContinuationPending pending =
        catchThrowableOfType(
            ContinuationPending.class, () -> cx.executeScriptWithContinuations(script, scope));
    ended.clear();
    Context.exit();
    cx = Context.enter();

    Object result = cx.resumeContinuation(pending.getContinuation(), scope, 37);

    assertThat(result).isEqualTo(42.0);
    assertThat(ended).extracting(EvaluationRecord::script).containsExactly("k.js");
    assertThat(ended).extracting(EvaluationsFixture::iterations).containsExactly(5L);
    assertThat(ended).extracting(EvaluationsFixture::calls).containsExactly(0L);
    assertThat(ended).extracting(EvaluationRecord::outcome).containsOnly(Outcome.COMPLETED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nestedEntriesOnTheSameContextJoin(boolean interpreted) {
    mode(interpreted);
    define(
        "again",
        args -> {
          Context same = Context.enter();
          try {
            return same.evaluateString(scope, "for (var j = 0; j < 5; j++); j", "in.js", 1, null);
          } finally {
            Context.exit();
          }
        });
    eval("out.js", "for (var i = 0; i < 2; i++) again();");
    assertThat(ended).hasSize(1);
    assertThat(ended.get(0).script()).isEqualTo("out.js");
    assertThat(iterations(ended.get(0))).isEqualTo(12);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anEvaluationThatThrowsIsCountedOnceAndFailed(boolean interpreted) {
    mode(interpreted);
    assertThatThrownBy(() -> eval("t.js", "for (var i = 0; i < 3; i++); throw new Error('x')"))
        .isInstanceOf(RhinoException.class);
    eval("t.js", "1");
    assertThat(ended)
        .extracting(EvaluationRecord::outcome)
        .containsExactly(Outcome.FAILED, Outcome.COMPLETED);
    assertThat(iterations(ended.get(0))).isEqualTo(3);
    assertThat(iterations(ended.get(1))).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void jobsOfAThrowingScriptBecomeAnEvaluationOfTheirOwn(boolean interpreted) {
    mode(interpreted);
    assertThatThrownBy(
            () ->
                eval(
                    "leaver.js",
                    "Promise.resolve().then(function() { for (var i = 0; i < 9; i++); }); throw 1"))
        .isInstanceOf(RhinoException.class);
    eval("next.js", "Promise.resolve().then(function() { for (var i = 0; i < 2; i++); }); 0");
    assertThat(ended)
        .extracting(EvaluationRecord::script)
        .containsExactly("leaver.js", "leaver.js", "next.js");
    assertThat(ended).extracting(EvaluationsFixture::iterations).containsExactly(0L, 9L, 2L);
    assertThat(ended).extracting(EvaluationsFixture::calls).containsExactly(0L, 1L, 1L);
  }

  @Test
  void drainingByTheHostIsOneEvaluationAndNothingIfThereIsNothing() {
    eval("q.js", "function f() { Promise.resolve().then(g).then(g) } function g() {}");
    ((Function) scope.get("f", scope)).call(cx, scope, scope, new Object[0]);
    cx.processMicrotasks();
    cx.processMicrotasks();
    assertThat(ended).extracting(EvaluationsFixture::calls).containsExactly(0L, 1L, 2L);
  }
}
