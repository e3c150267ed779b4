package dev.tachograph.engine;

import static dev.tachograph.engine.Sandboxes.failed;
import static dev.tachograph.engine.Sandboxes.mapOf;
import static dev.tachograph.engine.Sandboxes.standard;
import static dev.tachograph.engine.Sandboxes.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tachograph.engine.SandboxResult.Completed;
import dev.tachograph.engine.SandboxResult.Failed;
import dev.tachograph.engine.SandboxResult.LimitExceeded;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What crosses the border of a sandbox, in both directions. */
class SandboxValuesIT {
  record Order(String customer, int amount) {}

  @Test
  void valuesLeaveAsPlainCopies() {
    assertThat(value("[null, undefined, true, 1, 1.5, -0, 'x', 10n ** 20n]"))
        .isEqualTo(Arrays.asList(null, null, true, 1L, 1.5, -0.0, "x", BigInteger.TEN.pow(20)));
    assertThat(
            value("({d: new Date(5), f: function () {}, s: Symbol('s'), u: undefined, n: null})"))
        .isEqualTo(mapOf("d", Instant.ofEpochMilli(5), "s", null, "n", null));
    assertThat(value("new Uint8Array([1, 300])")).isEqualTo(List.of(1L, 44L));
    assertThat(value("9007199254740993")).isEqualTo(9007199254740992L);
    assertThat(value("1e300")).isEqualTo(1e300);
    assertThat(value("'a' + 'b'")).isEqualTo("ab");
    assertThat(value("(function () {})")).isNull();
    assertThat(value("[1,,3]")).isEqualTo(Arrays.asList(1L, null, 3L));
  }

  @Test
  void hostValuesEnterAsCopiesOfTheScripts() {
    List<Object> list = new ArrayList<>(List.of(1, 2.5, "x"));
    Environment environment =
        Environment.builder()
            .global("order", new Order("ada", 3))
            .global("list", list)
            .global("big", 1L << 60)
            .global("when", Instant.ofEpochMilli(7))
            .build();
    list.add("later");
    try (Sandbox sandbox = standard().environment(environment).build()) {
      assertThat(sandbox.run("order.customer + order.amount + list.length").value())
          .isEqualTo("ada33");
      assertThat(sandbox.run("big === 1152921504606846976n && when.getTime() === 7").value())
          .isEqualTo(true);
      assertThat(sandbox.run("list.push(1); list.length").value()).isEqualTo(4L);
      assertThat(sandbox.run("list.length").value()).isEqualTo(3L);
      assertThat(
              sandbox.run(new ScriptSource("s", "order + '!'"), Map.of("order", "hidden")).value())
          .isEqualTo("hidden!");
    }
  }

  @Test
  void keysThatAreNumbersAreFound() {
    Environment environment =
        Environment.builder()
            .global("rates", Map.of("19", "full", "7", "less", "-1", "no"))
            .build();

    assertThat(
            standard()
                .environment(environment)
                .build()
                .run("rates[19] + rates['7'] + rates[-1] + Object.keys(rates).length")
                .value())
        .isEqualTo("fulllessno3");
  }

  @Test
  void whatIsNotPlainDoesNotEnter() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Environment.builder().global("t", Map.of("a", List.of(new Object()))))
        .withMessageContaining("t.a[0] is a java.lang.Object, which cannot enter a sandbox");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Environment.builder().global("not a name", 1));
  }

  @Test
  void aResultHasItsLimit() {
    assertThat(failed("'x'.repeat(2e6)").error().kind()).isEqualTo(ScriptError.Kind.OUTPUT);
    assertThat(failed("new Array(4e9)").error().kind()).isEqualTo(ScriptError.Kind.OUTPUT);
    assertThat(failed("var o = {}; o.o = o").error().message()).contains("contains itself");
    SandboxResult cut =
        standard()
            .outputLimit(20, OutputLimit.TRUNCATE)
            .build()
            .run("['abcdefgh', 'ijklmnopqrstuvwxyz', 'gone']");
    assertThat(((Completed) cut).truncated()).isTrue();
    assertThat(cut.value()).isEqualTo(List.of("abcdefgh", "ijklm"));
  }

  @Test
  void promisesRunToTheEnd() {
    assertThat(value("Promise.resolve(1).then(x => x + 1).then(x => [x])")).isEqualTo(List.of(2L));
  }

  @Test
  void hostFunctionsAreCountedAndTheirSecretsKept() {
    Environment environment =
        Environment.builder()
            .function(
                "add", call -> call.argument(0, Double.class) + call.argument(1, Double.class))
            .function(
                "leaky",
                call -> {
                  throw new IllegalStateException("jdbc:secret");
                })
            .build();
    try (Sandbox sandbox = standard().environment(environment).build()) {
      SandboxResult sum = sandbox.run("add(1, add(2, 3))");
      assertThat(sum.value()).isEqualTo(6L);
      assertThat(sum.usage().get(Resource.HOST_CALLS)).isEqualTo(2);
      assertThat(sandbox.run("try { leaky() } catch (e) { e.message }").value())
          .isEqualTo("host function leaky failed");
      Failed uncaught = (Failed) sandbox.run("add('x')");
      assertThat(uncaught.error().kind()).isEqualTo(ScriptError.Kind.HOST);
      assertThat(uncaught.error().message())
          .isEqualTo("Error: argument 1 of add is to be a Double, but is a String");
    }
  }

  @Test
  void theConsoleIsKeptAndHandedOn() {
    List<ConsoleMessage> heard = new ArrayList<>();
    SandboxResult result =
        standard().console(heard::add).build().run("console.log('a', 1); console.warn({})");

    assertThat(result.console())
        .isEqualTo(heard)
        .containsExactly(
            new ConsoleMessage(ConsoleMessage.Level.LOG, "a 1"),
            new ConsoleMessage(ConsoleMessage.Level.WARN, "[object Object]"));
    assertThat(result.usage().get(Resource.OUTPUT_BYTES)).isEqualTo(2 + 2 + 16);
  }

  @Test
  void linesWithoutTextCount() {
    Limits limits = Limits.builder().perEvaluation(Resource.OUTPUT_BYTES, 1000).build();
    assertThat(standard().limits(limits).build().run("for (;;) console.log()"))
        .isInstanceOf(LimitExceeded.class);
  }

  @Test
  void aLineHasItsLengthEvenWhereOutputIsNotLimited() {
    List<ConsoleMessage> heard = new ArrayList<>();
    Limits limits = Limits.builder().perEvaluation(Resource.ALLOCATED_BYTES, 16 << 20).build();
    SandboxResult result =
        standard()
            .limits(limits)
            .console(heard::add)
            .build()
            .run("console.log.apply(console, new Array(1000).fill('x'.repeat(1e6)))");

    assertThat(result).isInstanceOf(Completed.class);
    assertThat(heard).singleElement().extracting(line -> line.text().length() >> 20).isEqualTo(1);
  }
}
