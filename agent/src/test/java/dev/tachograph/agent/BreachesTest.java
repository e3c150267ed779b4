package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.Evaluated;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.RhinoException;

/** What stops evaluations, and that nothing in a script does anything about it. */
class BreachesTest extends EvaluationsFixture {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aHostThatKnowsNothingSeesAFailedScript(boolean interpreted) {
    mode(interpreted);
    WovenJvm.ledger()
        .setLimits("low.js", Limits.builder().perEvaluation(Resource.ITERATIONS, 10).build());
    Throwable seen =
        catchThrowable(() -> eval("low.js", "function spin() {\n while (true) {}\n}\n spin();"));
    assertThat(seen)
        .isInstanceOf(RhinoException.class)
        .hasRootCauseInstanceOf(LimitExceededError.class);
    RhinoException failed = (RhinoException) seen;
    assertThat(failed.sourceName()).isEqualTo("low.js");
    assertThat(failed.lineNumber()).isEqualTo(2);
    Breach breach = ended.get(0).breach();
    assertThat(breach.used()).isEqualTo(11);
    assertThat(breach.limit()).isEqualTo(10);
    assertThat(breach.position()).isEqualTo(new Breach.Position("low.js", "spin", 2));
    assertThat(iterations(ended.get(0))).isEqualTo(11);
    assertThat(eval("low.js", "for (var i = 0; i < 10; i++); i")).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingSurvivesALimit(boolean interpreted) throws Exception {
    mode(interpreted);
    define(
        "swallow",
        args -> {
          try {
            return ((Function) args[0]).call(cx, scope, scope, new Object[0]);
          } catch (Throwable hostsMistake) {
            return "swallowed";
          }
        });
    ResourceTracker account = Metering.tracker("nothing-survives-" + interpreted);
    account.setLimits(Limits.builder().perEvaluation(Resource.ITERATIONS, 100).build());
    for (String attack :
        List.of(
            "(function() { try { while (true); } finally { return 1; } })()",
            "(function() { try { while (true); } finally { while (true); } })()",
            "(function() { for (;;) { try { while (true); } finally { continue; } } })()",
            "(function() { l: try { while (true); } finally { break l; } return 2; })()",
            "var g = (function*() { try { while (true); } finally { yield 1; } })();"
                + " g.next(); g.next()",
            "[1, 2].forEach(function() { try { while (true); } catch (e) { } finally { return; } })",
            "[2, 1].sort(function() { try { while (true); } finally { return 0; } })",
            "'a'.replace(/a/, function() { try { while (true); } finally { return 'x'; } })",
            "try { swallow(function() { while (true); }) } catch (e) {} 'on'",
            "Promise.resolve().then(function() { while (true); }).catch(function() {})",
            "eval('try { while (true); } finally { 1; }')",
            "try { while (true); } catch (e) { 'caught'; }")) {
      Throwable seen = catchThrowable(() -> account.run(() -> eval("attack.js", attack)));
      assertThat(seen).as(attack).isInstanceOf(LimitExceededError.class);
      assertThat(((LimitExceededError) seen).breach().used()).as(attack).isEqualTo(101);
      assertThat(iterations(ended.get(ended.size() - 1))).as(attack).isEqualTo(101);
      assertThat(account.run(() -> eval("fine.js", "'fine'")).value()).isEqualTo("fine");
    }
  }

  @Test
  void theApiCountsAllScriptsOfABodyTogether() throws Exception {
    ResourceTracker account = Metering.tracker("together");
    account.setLimits(Limits.builder().perEvaluation(Resource.ITERATIONS, 8).build());
    Evaluated<Object> result =
        account.run(
            () -> {
              eval("one.js", "for (var i = 0; i < 3; i++);");
              return eval("two.js", "for (var i = 0; i < 5; i++); i");
            });
    assertThat(result.value()).isEqualTo(5);
    assertThat(result.usage().get(Resource.ITERATIONS)).isEqualTo(8);
    assertThatThrownBy(
            () ->
                account.run(
                    () -> {
                      eval("one.js", "for (var i = 0; i < 5; i++);");
                      return eval("two.js", "for (var i = 0; i < 5; i++); i");
                    }))
        .isInstanceOf(LimitExceededError.class)
        .hasMessageContaining("iterations used 9, limit 8");
    assertThat(account.usage().get(Resource.EVALUATIONS)).isEqualTo(2);
    assertThat(account.usage().get(Resource.ITERATIONS)).isEqualTo(17);
  }

  @Test
  void aUsedUpAccountIsDeniedAndWorksAgainWhenRaised() throws Exception {
    ResourceTracker account = Metering.tracker("used-up");
    account.setLimits(Limits.builder().total(Resource.FUNCTION_CALLS, 3).build());
    String four = "function f() {} f(); f(); f(); f();";
    assertThatThrownBy(() -> account.run(() -> eval("f.js", four)))
        .isInstanceOf(LimitExceededError.class);
    Throwable denied = catchThrowable(() -> account.run(() -> eval("f.js", "1")));
    assertThat(denied).isInstanceOf(LimitExceededError.class);
    assertThat(((LimitExceededError) denied).breach().denied()).isTrue();
    assertThat(((LimitExceededError) denied).breach().resource())
        .isEqualTo(Resource.FUNCTION_CALLS);
    account.setLimits(Limits.builder().total(Resource.FUNCTION_CALLS, 8).build());
    account.run(() -> eval("f.js", four));
    assertThat(account.usage().get(Resource.FUNCTION_CALLS)).isEqualTo(8);
  }
}
