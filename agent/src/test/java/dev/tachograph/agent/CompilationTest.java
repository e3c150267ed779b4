package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How deep source is nested, how many functions it has and how much code they become is bounded.
 */
class CompilationTest extends EvaluationsFixture {
  private static final int DEEP = 20_000;
  private static final long MEGABYTES = 1L << 20;

  private final ResourceTracker account = Metering.tracker("compiles");

  private Throwable stopped(Limits limits, String source) {
    account.setLimits(limits);
    return catchThrowable(() -> account.run(() -> eval("compiled.js", source)));
  }

  private static Breach breach(String what, Throwable stopped) {
    assertThat(stopped).as(what).isInstanceOf(LimitExceededError.class);
    return ((LimitExceededError) stopped).breach();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          (            | 1  | )
          [            | 1  | ]
          {            |    | }
          !            | 1  | ""
          a ? 1 :      | 1  | ""
          if (1)       | ;  | ""
          while (0)    | ;  | ""
          function f(){|    | }
          x => (       | 1  | )
          a = [        | 1  | ]
          ({ p:        | 1  | })
          """)
  void deepNestingIsABreachOfTheStack(String open, String core, String close) {
    Limits deep = Limits.builder().perEvaluation(Resource.STACK_DEPTH, 1_000).build();
    String source =
        open.repeat(DEEP) + (core == null ? "" : core) + (close == null ? "" : close).repeat(DEEP);
    for (boolean interpreted : new boolean[] {false, true}) {
      mode(interpreted);
      for (String way : new String[] {source, "eval(s)", "new Function(s)"}) {
        scope.put("s", scope, source);
        Breach breach = breach(open + " " + way.length(), stopped(deep, way));
        assertThat(breach.kind()).as(open).isEqualTo(Breach.Kind.EXCEEDED);
        assertThat(breach.resource()).isEqualTo(Resource.STACK_BYTES);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for (;;) new Function('return 1');",
        "for (;;) eval('(function () { return 1; })');",
        "var s = ''; for (var i = 0; i < 30000; i++) s += 'function f' + i + '() {}'; eval(s);",
        "for (;;) eval('/(a|b){2,9}/');",
      })
  void floodsOfFunctionsAreABreach(String flood) {
    Limits memory =
        Limits.builder().perEvaluation(Resource.ALLOCATED_BYTES, 16 * MEGABYTES).build();
    for (boolean interpreted : new boolean[] {false, true}) {
      mode(interpreted);
      Breach breach = breach(flood, stopped(memory, flood));
      assertThat(breach.resource()).isEqualTo(Resource.ALLOCATED_BYTES);
    }
  }

  private static String finallies(int depth) {
    return "(function () { "
        + "try { return 1; } finally { ".repeat(depth)
        + "} ".repeat(depth)
        + "})()";
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void codeThatDoublesWithEachFinallyIsABreach(boolean interpreted) {
    mode(interpreted);
    Limits limits = Limits.builder().perEvaluation(Resource.NATIVE_STEPS, 1_000_000).build();

    assertThat(stopped(limits, finallies(5))).isNull();
    Throwable stopped = stopped(limits, finallies(20));
    long steps = ended.get(ended.size() - 1).usage().get(Resource.NATIVE_STEPS);

    if (interpreted) {
      assertThat(stopped).as("the interpreter calls finally blocks").isNull();
      assertThat(steps).isLessThan(2_000);
    } else {
      assertThat(breach("finally", stopped).resource()).isEqualTo(Resource.NATIVE_STEPS);
      assertThat(steps).isEqualTo(1_000_000);
    }
  }

  /** A function whose code doubles with each level. */
  private static String doubling(String name, int levels) {
    String body = "return 1";
    for (int i = 0; i < levels; i++) {
      body =
          "try {"
              + body
              + "} finally {"
              + (i == 0 ? "y++" : "try { return 2 } finally { y++ }")
              + "}";
    }
    return "function " + name + "() {" + body + "}";
  }

  @Test
  void codeOfOneFunctionThatFillsTheHeapIsPaidBeforeItDoes() {
    mode(false);
    Limits memory =
        Limits.builder().perEvaluation(Resource.ALLOCATED_BYTES, 16 * MEGABYTES).build();

    Breach breach = breach("one", stopped(memory, "var y = 0; " + doubling("f", 24)));

    assertThat(breach.resource()).isEqualTo(Resource.ALLOCATED_BYTES);
    long bytes = ended.get(ended.size() - 1).usage().get(Resource.ALLOCATED_BYTES);
    assertThat(bytes).as("8 MB for a buffer of 2").isGreaterThan(8 * MEGABYTES);
  }

  @Test
  void codeOfManyFunctionsThatIsFarLongerThanTheirSourceIsPaid() {
    mode(false);
    Limits memory =
        Limits.builder().perEvaluation(Resource.ALLOCATED_BYTES, 16 * MEGABYTES).build();
    StringBuilder many = new StringBuilder("var y = 0;");
    for (int i = 0; i < 100; i++) {
      many.append(doubling("f" + i, 8));
    }

    Breach breach = breach("many", stopped(memory, many.toString()));

    assertThat(breach.resource()).isEqualTo(Resource.ALLOCATED_BYTES);
  }

  @Test
  void whatTheOptimiserKeepsOfManyVariablesAndBranchesIsPaid() {
    mode(false);
    Limits memory =
        Limits.builder().perEvaluation(Resource.ALLOCATED_BYTES, 16 * MEGABYTES).build();
    StringBuilder function = new StringBuilder("function f(a) { var v0");
    for (int i = 1; i < 5000; i++) {
      function.append(",v").append(i).append("=a");
    }
    for (int i = 0; i < 5000; i++) {
      function.append(";if(a)v").append(i).append("++");
    }

    Breach breach = breach("sets", stopped(memory, function.append("}").toString()));

    assertThat(breach.resource()).isEqualTo(Resource.ALLOCATED_BYTES);
  }

  @Test
  void codeOfOrdinaryLengthCostsNothingBesideItsSource() {
    Limits none = Limits.unlimited();
    String source = "var y = 0; " + doubling("f", 4) + "f()";
    long[] bytes = new long[2];
    for (boolean interpreted : new boolean[] {false, true}) {
      mode(interpreted);
      assertThat(stopped(none, source)).isNull();
      bytes[interpreted ? 1 : 0] =
          ended.get(ended.size() - 1).usage().get(Resource.ALLOCATED_BYTES);
    }
    assertThat(bytes[0]).isEqualTo(bytes[1]);
  }
}
