package dev.tachograph.agent;

import static dev.tachograph.meter.Resource.ALLOCATED_BYTES;
import static dev.tachograph.meter.Resource.FUNCTION_CALLS;
import static dev.tachograph.meter.Resource.ITERATIONS;
import static dev.tachograph.meter.Resource.NATIVE_STEPS;
import static dev.tachograph.meter.Resource.STACK_DEPTH;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing in a script survives a limit, in any Rhino that hosts bring. */
class OtherRhinosLimitsTest {
  /** In a language that every version knows. */
  private record Attack(String source, Resource resource, long limit) {}

  private static final List<Attack> ATTACKS =
      List.of(
          loop("(function() { try { while (true); } finally { return 1; } })()"),
          loop("(function() { try { while (true); } finally { while (true); } })()"),
          loop("(function() { l: try { while (true); } finally { break l; } return 2; })()"),
          loop("for (;;) { try { while (true); } catch (e) { continue; } }"),
          loop("(function() { for (;;) { try { while (true); } finally { continue; } } })()"),
          loop("[2, 1].sort(function() { try { while (true); } finally { return 0; } })"),
          loop("'a'.replace(/a/, function() { try { while (true); } finally { return 'x'; } })"),
          loop("eval('try { while (true); } finally { 1; }')"),
          loop("new Function('for (;;) try { while (true); } catch (e) {}')()"),
          loop("({toString: function() { while (true); }}) + ''"),
          new Attack("(function f() { try { f(); } finally { f(); } })()", FUNCTION_CALLS, 50),
          new Attack("(function f() { try { f(); } catch (e) { f(); } })()", STACK_DEPTH, 50),
          new Attack("(function f() { [2, 1].sort(f); })()", STACK_DEPTH, 50),
          new Attack("(function f() { 'a'.replace(/a/, f); })()", STACK_DEPTH, 50),
          bytes("var s = 'xxxx'; for (;;) { try { s += s; } catch (e) {} }"),
          bytes("var a = []; for (;;) { try { a = [a, a.concat(a)]; } catch (e) {} }"),
          bytes("var o = {}; for (var i = 0; ; i++) { try { o['p' + i] = {}; } catch (e) {} }"),
          bytes("new Array(100000000).join('x')"),
          new Attack("/^((((a+)*)*)*)*$/.test('aaaaaaaaaaaaaaaaaaaaaab')", NATIVE_STEPS, 100_000),
          new Attack("var a = []; a[30000000] = 1; a.indexOf(7)", NATIVE_STEPS, 100_000));

  private static Attack loop(String source) {
    return new Attack(source, ITERATIONS, 100);
  }

  private static Attack bytes(String source) {
    return new Attack(source, ALLOCATED_BYTES, 1 << 20);
  }

  static Stream<String> jars() throws IOException {
    return OtherRhino.jars();
  }

  @ParameterizedTest
  @MethodSource("jars")
  void stops(String jar) throws Exception {
    OtherRhino rhino = new OtherRhino(OtherRhino.jar(jar), false);
    SoftAssertions softly = new SoftAssertions();
    for (boolean interpreted : rhino.modes()) {
      for (Attack attack : ATTACKS) {
        String what = "%s, interpreted %s: %s".formatted(jar, interpreted, attack.source());
        ResourceTracker account = Metering.tracker(what);
        account.setLimits(
            Limits.builder()
                .perEvaluation(attack.resource(), attack.limit())
                .perEvaluation(Resource.CPU_TIME, 20_000_000_000L)
                .build());
        Throwable seen =
            catchThrowable(
                () -> account.run(() -> rhino.run("attack.js", attack.source(), interpreted)));
        softly.assertThat(seen).as(what).isInstanceOf(LimitExceededError.class);
        if (seen instanceof LimitExceededError stopped) {
          softly.assertThat(stopped.breach().resource()).as(what).isEqualTo(attack.resource());
        }
        softly
            .assertThat(account.run(() -> rhino.run("fine.js", "'fine'", interpreted)).value())
            .isEqualTo("fine");
      }
    }
    softly.assertAll();
  }
}
