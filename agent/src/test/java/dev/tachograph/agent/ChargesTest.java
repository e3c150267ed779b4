package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Usage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mozilla.javascript.Function;

/** What single operations cost by the tariff, to the byte and the same in both modes. */
class ChargesTest extends EvaluationsFixture {
  /** What a function uses when a host calls it, all its code being compiled already. */
  private Usage costOf(String body) {
    eval(
        "op.js", "var text = 'text', big = 12345678901234567890n, many = new Array(1000).fill(1);");
    Function operation = (Function) eval("op.js", "(function op() { " + body + " })");
    operation.call(cx, scope, scope, new Object[0]);
    operation.call(cx, scope, scope, new Object[0]);
    return ended.get(ended.size() - 1).usage();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          return 1                         | 0
          return {}                        | 104
          return { a: 1 }                  | 168
          return { a: 1, b: 2 }            | 232
          return []                                         | 384
          return [1, 2, 3]                                  | 244
          return new Array(1000)                            | 20184
          return function () {}                             | 904
          return () => 1                                    | 840
          return text + text                                | 136
          return text.repeat(1000)                          | 24168
          return text.toUpperCase()                         | 224
          return text.length               | 0
          return new Uint8Array(1000)                       | 1224
          return new Map()                                  | 104
          return new Map([[1, 2]])                          | 1480
          return big * big                                  | 96
          return /a+b/.test(text)                           | 744
          return many.map(x => x)                           | 21024
          return many.slice()                               | 74284
          return [...many]                                  | 284552
          return new Error('e')                             | 1936
          return Promise.resolve(1)                         | 1712
          return (function* () {})()                        | 2112
          return (function () { return arguments })(1, 2)   | 1424
          return (function (...a) { return a })(1, 2, 3)    | 1148
          return JSON.stringify({ a: [1] })                 | 1014
          """)
  void operationsCost(String body, long bytes) {
    long compiled = costOf(body).get(Resource.ALLOCATED_BYTES);
    mode(true);
    long interpreted = costOf(body).get(Resource.ALLOCATED_BYTES);
    assertThat(compiled).as("compiled").isEqualTo(bytes);
    assertThat(interpreted).as("interpreted").isEqualTo(bytes);
  }

  private Breach breachOf(Resource resource, long limit, String source) {
    ResourceTracker account = Metering.tracker("charges");
    account.setLimits(Limits.builder().perEvaluation(resource, limit).build());
    Throwable stopped = catchThrowable(() -> account.run(() -> eval("charges.js", source)));
    assertThat(stopped).as(source).isInstanceOf(LimitExceededError.class);
    return ((LimitExceededError) stopped).breach();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "new ArrayBuffer(2000000000)",
        "'x'.repeat(1000000000)",
        "1n << 2000000000n",
        "3n ** 1000000000n",
      })
  void whatALimitDoesNotAllowIsNeverAllocated(String giant) {
    Breach breach = breachOf(Resource.ALLOCATED_BYTES, 64 << 20, giant);
    assertThat(breach.resource()).isEqualTo(Resource.ALLOCATED_BYTES);
    assertThat(breach.used()).isGreaterThan(64 << 20);
    Usage usage = ended.get(ended.size() - 1).usage();
    assertThat(usage.get(Resource.ALLOCATED_BYTES)).as("billed").isLessThan(1 << 20);
    assertThat(usage.get(Resource.JVM_ALLOCATED_BYTES)).as("by the JVM").isLessThan(64 << 20);
  }

  /** The JDK takes a tag apart before it says that there is no such language. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "new Date(0).toLocaleString('en-x-' + 'a-'.repeat(20000) + 'a')",
        "new Date(0).toLocaleDateString(['x-' + 'aaaaaaaa-'.repeat(4500) + 'b'])",
      })
  void longLanguageTagsArePaidBeforeTheyAreParsed(String tag) {
    Breach breach = breachOf(Resource.NATIVE_STEPS, 500_000, tag);
    assertThat(breach.resource()).isEqualTo(Resource.NATIVE_STEPS);
  }

  /** What Rhino says of a script's text is as long as that. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "try { null[s] } catch (e) { a.push(e.message) }",
        "try { undefined[s]() } catch (e) { a.push(e) }",
        "try { o[s]() } catch (e) { a.push(e.message) }",
        "a.push(Symbol(s).toString())",
        "a.push(Object.prototype.toString.call(o))",
        "a.push(f())",
      })
  void rhinosOwnTextsOfAScriptsTextsAreCharged(String keep) {
    String source =
        "var s = 'x'.repeat(60000), a = [], o = { [s]: 1, [Symbol.toStringTag]: s };"
            + " var f = eval('(function ' + s + '() { return new Error().stack })');"
            + " while (true) { %s }".formatted(keep);
    for (boolean interpreted : new boolean[] {false, true}) {
      mode(interpreted);
      assertThat(breachOf(Resource.ALLOCATED_BYTES, 8 << 20, source).resource())
          .isEqualTo(Resource.ALLOCATED_BYTES);
      Usage usage = ended.get(ended.size() - 1).usage();
      assertThat(usage.get(Resource.ITERATIONS)).isLessThan(80);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theLargestSingleChargeHasALimitOfItsOwn(boolean interpreted) {
    mode(interpreted);
    String source = "new Array(1000); new Array(4000); new Array(3000); 'done'";

    Breach breach = breachOf(Resource.ALLOCATION_AT_ONCE, 50_000, source);

    assertThat(breach.used()).isEqualTo(16 + 20 * 4000);
    assertThat(breach.requested()).isEqualTo(breach.used());
    assertThat(breach.message())
        .isEqualTo(
            "stopped: allocationAtOnce used 80016, limit 50000, script charges.js, at"
                + " charges.js:1; raise limit.allocationAtOnce to allow more");
    assertThat(ended.get(ended.size() - 1).usage().get(Resource.ALLOCATION_AT_ONCE))
        .as("what was allowed")
        .isEqualTo(16 + 20 * 1000);
    Metering.tracker("charges").setLimits(Limits.unlimited());
    assertThat(eval("charges.js", source)).isEqualTo("done");
    assertThat(ended.get(ended.size() - 1).usage().get(Resource.ALLOCATION_AT_ONCE))
        .isEqualTo(16 + 20 * 4000);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void fuelIsThePriceOfAllAndIsLimited(boolean interpreted) {
    mode(interpreted);
    eval("mix.js", "function f(o) { return o } function mix() { while (true) f({}) }");

    Breach breach = breachOf(Resource.FUEL, 1_000_000, "mix()");

    assertThat(breach.resource()).isEqualTo(Resource.FUEL);
    assertThat(breach.used()).isBetween(1_000_001L, 1_000_400L);
    Usage usage = ended.get(ended.size() - 1).usage();
    assertThat(usage.get(Resource.FUEL))
        .isEqualTo(
            400 * usage.get(Resource.ITERATIONS)
                + 120 * usage.get(Resource.FUNCTION_CALLS)
                + usage.get(Resource.ALLOCATED_BYTES)
                + 4 * usage.get(Resource.NATIVE_STEPS)
                + 4 * usage.get(Resource.SOURCE_CHARS));
    assertThat(usage.get(Resource.FUEL)).isBetween(999_600L, 1_000_400L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void depthIsCountedAndStopped(boolean interpreted) {
    mode(interpreted);
    eval("down.js", "function down(n) { return n ? down(n - 1) : 0 }");

    eval("depth.js", "down(99)");
    assertThat(ended.get(ended.size() - 1).usage().get(Resource.STACK_DEPTH))
        .as("the script and 100 calls")
        .isEqualTo(101);
    Breach breach = breachOf(Resource.STACK_DEPTH, 100, "down(99)");

    assertThat(breach.used()).isEqualTo(101);
    assertThat(breach.resource()).isEqualTo(Resource.STACK_DEPTH);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStackThatNobodyDescribedIsNotFilled(boolean interpreted) {
    mode(interpreted);
    eval("wide.js", "function wide(n) { return [1].map(wide)[0] }");

    Breach breach = breachOf(Resource.STACK_DEPTH, 1_000_000, "wide(1)");

    assertThat(breach.resource()).isEqualTo(Resource.STACK_BYTES);
    assertThat(breach.limit()).isEqualTo(416 << 10);
    assertThat(breach.message()).contains("raise limit.stackBytes to allow more");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStringLongerThanAnyIsNoLimitsBusiness(boolean interpreted) {
    mode(interpreted);
    String source = "var s = 'x'; for (var i = 0; i < 40; i++) s = s + s; s.length";

    Breach breach = breachOf(Resource.ITERATIONS, 1_000, source);

    assertThat(breach.kind()).isEqualTo(Breach.Kind.EXHAUSTED);
    assertThat(breach.isRuntimeSuspect()).isFalse();
    assertThat(breach.requested()).isEqualTo(2L << 31);
    assertThat(breach.message())
        .contains("no JVM gives 4294967296 more at once")
        .doesNotContain("raise");
  }
}
