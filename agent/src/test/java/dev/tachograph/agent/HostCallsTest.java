package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import dev.tachograph.meter.Breach;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.Resource;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.EcmaError;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.NativeArray;
import org.mozilla.javascript.NativeJSON;
import org.mozilla.javascript.ScriptableObject;

/** What a host makes of what a script has left is limited like the script, and paid by it. */
class HostCallsTest extends EvaluationsFixture {
  private static final Limits LIMITS =
      Limits.builder()
          .perEvaluation(Resource.ALLOCATED_BYTES, 1 << 20)
          .perEvaluation(Resource.NATIVE_STEPS, 1_000_000)
          .build();

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What a host does with a result. */
  private interface Use {
    Object of(Object result);
  }

  private List<Use> uses() {
    return List.of(
        Context::toString,
        Context::toNumber,
        result -> Context.jsToJava(result, String.class),
        result -> ScriptableObject.getDefaultValue((ScriptableObject) result, String.class),
        result -> ScriptableObject.callMethod(cx, (ScriptableObject) result, "join", new Object[0]),
        result -> NativeJSON.stringify(cx, scope, result, null, null));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsEndlessInAFewBytesStops(boolean interpreted) {
    mode(interpreted);
    String script = "nested-" + interpreted + ".js";
    WovenJvm.ledger().setLimits(script, LIMITS);
    Object nested = eval(script, "var r = ['x']; for (var i = 0; i < 50; i++) r = [r, r]; r");
    for (Use use : uses()) {
      Breach breach = breachOf(() -> use.of(nested));
      assertThat(breach.resource()).isIn(Resource.ALLOCATED_BYTES, Resource.NATIVE_STEPS);
      assertThat(breach.message()).contains("script " + script);
    }
    assertThat(used(script, Resource.EVALUATIONS)).as("none of these is one").isEqualTo(1);
    assertThat(eval(script, "'fine'")).isEqualTo("fine");
  }

  @Test
  void arraysThatAreOnlyLongAreNotMade() {
    WovenJvm.ledger().setLimits("long.js", LIMITS);
    NativeArray array = (NativeArray) eval("long.js", "var a = []; a.length = 2147483647; a");
    for (Use use :
        List.<Use>of(
            result -> array.indexOf("x"),
            result -> array.lastIndexOf("x"),
            result -> array.contains("x"))) {
      assertThat(breachOf(() -> use.of(array)).message())
          .contains("nativeSteps")
          .contains("script long.js");
    }
    for (Use use :
        List.<Use>of(
            result -> array.toArray(),
            result -> array.toArray(new String[0]),
            result -> Context.jsToJava(array, Object[].class),
            result -> cx.getElements(array))) {
      assertThat(breachOf(() -> use.of(array)).message())
          .contains("allocatedBytes used 17179869192, limit 1048576, script long.js");
    }
  }

  @Test
  void aMessageThatHasANumberInItIsPaidBeforeItIsMade() {
    Object number = eval("number.js", "2n ** 4000000n");
    WovenJvm.ledger().setLimits("number.js", LIMITS);
    assertThat(breachOf(() -> Context.jsToJava(number, Object[].class)).message())
        .contains("nativeSteps")
        .contains("script number.js");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void proxiesOfProxiesEndWithALimit(boolean interpreted) {
    mode(interpreted);
    String script = "proxies-" + interpreted + ".js";
    ScriptableObject chain =
        (ScriptableObject)
            eval(
                script,
                "var p = {length: 3}; for (var i = 0; i < 30000; i++) p = new Proxy(p, {}); p");
    for (Use use :
        List.<Use>of(
            result -> chain.getIds(),
            result -> ScriptableObject.getPropertyIds(chain),
            result -> ScriptableObject.getProperty(chain, "x"),
            result -> ScriptableObject.hasProperty(chain, "x"),
            result -> ScriptableObject.getTypedProperty(chain, "x", String.class),
            result -> cx.getElements(chain))) {
      assertThat(breachOf(() -> use.of(chain)).message()).contains("script " + script);
    }
    assertThat(eval(script, "'fine'")).isEqualTo("fine");
  }

  /** Hosts call what scripts call like this, with the scope or an object of theirs as this. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "String.prototype.repeat.bind('x', 1e9)",
        "Array.prototype.join",
        "new Proxy(function() {}, {apply: Array.prototype.join, length: 2147483647})",
        "Array.prototype.indexOf",
      })
  void builtInsThatHostsCallAreLimited(String function) {
    String script = "built-in-%s.js".formatted(function.length());
    WovenJvm.ledger().setLimits(script, LIMITS);
    Function called = (Function) eval(script, "var length = 2147483647; " + function);
    Breach breach = breachOf(() -> called.call(cx, scope, scope, new Object[] {"x"}));
    assertThat(breach.message()).contains("script " + script);
    assertThat(used(script, Resource.EVALUATIONS)).as("it is none").isEqualTo(1);
    assertThat(eval(script, "'fine'")).isEqualTo("fine");
  }

  @Test
  void gettersThatAreBuiltInsAreLimited() {
    WovenJvm.ledger().setLimits("getter.js", LIMITS);
    ScriptableObject object =
        (ScriptableObject)
            eval(
                "getter.js",
                "Object.defineProperty({length: 2147483647}, 'x', {get: Array.prototype.join})");
    assertThat(breachOf(() -> ScriptableObject.getProperty(object, "x")).message())
        .contains("script getter.js");
  }

  @Test
  void aBuiltInThatFailsWithoutALimitFailsAsEver() {
    Function parse = (Function) eval("parse.js", "JSON.parse");
    assertThat(catchThrowable(() -> parse.call(cx, scope, scope, new Object[] {"{"})))
        .isInstanceOf(EcmaError.class)
        .hasMessageContaining("SyntaxError");
    assertThat(parse.call(cx, scope, scope, new Object[] {"[1]"})).isInstanceOf(NativeArray.class);
    assertThat(ended).hasSize(1);
  }

  @Test
  void builtInsArePartOfARunWithinIt() throws Exception {
    Function join = (Function) eval("join.js", "Array.prototype.join.bind([1, 2, 3])");
    var account = Metering.tracker("built-ins");
    account.run(() -> join.call(cx, scope, scope, new Object[0]));
    assertThat(account.usage().get(Resource.NATIVE_STEPS)).isPositive();
    assertThat(account.usage().get(Resource.EVALUATIONS)).isEqualTo(1);
  }

  @Test
  void ropesWithinResultsAreNotPutTogether() {
    WovenJvm.ledger().setLimits("rope.js", LIMITS);
    ScriptableObject object =
        (ScriptableObject)
            eval("rope.js", "var s = 'ab'; for (var i = 0; i < 25; i++) s += s; ({text: s})");
    Object rope = object.get("text", object);
    Breach breach = breachOf(() -> rope.toString().length());
    assertThat(breach.resource()).isEqualTo(Resource.ALLOCATED_BYTES);
    assertThat(breach.message()).contains("script rope.js");
  }

  @Test
  void theAccountPaysWhoseScriptRanLast() {
    Object small = eval("small.js", "[1, [2, 3], {toString: function() { return '4' }}]");
    long before = used("small.js", Resource.ALLOCATED_BYTES);
    assertThat(Context.toString(small)).isEqualTo("1,2,3,4");
    assertThat(used("small.js", Resource.ALLOCATED_BYTES)).isGreaterThan(before);
    assertThat(ended).as("the function of the script is one").hasSize(2);
    assertThat(used("small.js", Resource.EVALUATIONS)).isEqualTo(2);
  }

  @Test
  void functionsOfScriptsFormOneEvaluationTogether() {
    String loop = "{toString: function() { for (var i = 0; i < 40; i++); return 'x' }}";
    Object three = eval("three.js", "[%s, %<s, %<s]".formatted(loop));
    assertThat(Context.toString(three)).isEqualTo("x,x,x");
    assertThat(ended).hasSize(2);
    assertThat(iterations(ended.get(1))).isEqualTo(120);
    assertThat(calls(ended.get(1))).isEqualTo(3);

    WovenJvm.ledger()
        .setLimits("three.js", Limits.builder().perEvaluation(Resource.ITERATIONS, 100).build());
    assertThat(breachOf(() -> Context.toString(three)).resource()).isEqualTo(Resource.ITERATIONS);
  }

  @Test
  void aFunctionIsOnTheAccountOfItsOwnScript() {
    eval("library.js", "function f() { for (var i = 0; i < 7; i++); return [1, 2] }");
    eval("last.js", "1");
    assertThat(ScriptableObject.callMethod(cx, scope, "f", new Object[0])).isNotNull();
    assertThat(used("library.js", Resource.ITERATIONS)).isEqualTo(7);
    assertThat(used("library.js", Resource.EVALUATIONS)).isEqualTo(2);
    assertThat(used("last.js", Resource.EVALUATIONS)).isEqualTo(1);
    assertThat(used("last.js", Resource.ITERATIONS)).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noTimeAndNoBytesArePaidTwice(boolean withContext) {
    Object object =
        eval(
            "once.js",
            "({f: function() { var s = []; for (var i = 0; i < 200000; i++) s.push({}); }})");
    long[] before = onceAndThread();
    if (withContext) {
      ScriptableObject.callMethod(cx, (ScriptableObject) object, "f", new Object[0]);
    } else {
      Context.exit();
      ScriptableObject.callMethod((ScriptableObject) object, "f", new Object[0]);
      cx = Context.enter();
    }
    long[] after = onceAndThread();
    assertThat(after[0] - before[0]).isPositive().isLessThanOrEqualTo(after[2] - before[2]);
    assertThat(after[1] - before[1]).isPositive().isLessThanOrEqualTo(after[3] - before[3]);
  }

  /** CPU time and bytes of the JVM of the accounts that may have paid, then of this thread. */
  private static long[] onceAndThread() {
    long[] own = {
      0, 0, THREADS.getCurrentThreadCpuTime(), THREADS.getCurrentThreadAllocatedBytes()
    };
    for (String account : List.of("once.js", "(native)")) {
      own[0] += used(account, Resource.CPU_TIME);
      own[1] += used(account, Resource.JVM_ALLOCATED_BYTES);
    }
    return own;
  }

  @Test
  void whatIsNoObjectCostsNothing() {
    Object text = eval("plain.js", "'text'");
    long before = used("plain.js", Resource.CPU_TIME);
    assertThat(Context.toString(text)).isEqualTo("text");
    assertThat(Context.toString(1)).isEqualTo("1");
    assertThat(Context.toNumber("2")).isEqualTo(2);
    assertThat(used("plain.js", Resource.CPU_TIME)).isEqualTo(before);
  }

  @Test
  void withinARunItIsPartOfTheRun() throws Exception {
    var account = Metering.tracker("host-calls");
    long[] alone = new long[1];
    account.run(() -> eval("run.js", "[1, 2, 3]"));
    alone[0] = account.usage().get(Resource.ALLOCATED_BYTES);
    account.run(() -> Context.toString(eval("run.js", "[1, 2, 3]")));
    assertThat(account.usage().get(Resource.ALLOCATED_BYTES)).isGreaterThan(2 * alone[0]);
    assertThat(account.usage().get(Resource.EVALUATIONS)).isEqualTo(2);
  }

  private static long used(String account, Resource resource) {
    return WovenJvm.ledger().usage(account).get(resource);
  }

  private static Breach breachOf(Supplier<Object> use) {
    Throwable seen = catchThrowable(use::get);
    assertThat(seen).isNotNull();
    Throwable cause = seen;
    while (!(cause instanceof LimitExceededError) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    assertThat(cause).as(seen.toString()).isInstanceOf(LimitExceededError.class);
    return ((LimitExceededError) cause).breach();
  }
}
