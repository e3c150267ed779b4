package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.attribution.CallPath;
import dev.tachograph.meter.attribution.Cost;
import dev.tachograph.meter.attribution.FunctionCost;
import dev.tachograph.meter.attribution.LineCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.RhinoException;

/** Costs are charged to functions and lines, to the last count. */
@EnabledIfSystemProperty(named = "tachograph.test.attribution", matches = "function")
class AttributionTest extends EvaluationsFixture {
  private static final AtomicInteger NAMES = new AtomicInteger();

  /** Accounts are named after scripts, and their costs are kept as long as the JVM lives. */
  private final String name = "attributed-" + NAMES.incrementAndGet() + ".js";

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void functionsAndLinesHaveTheirOwnCosts(boolean interpreted) {
    mode(interpreted);
    eval(
        name,
        """
        function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
        function loop(n) {
          var s = '';
          for (var i = 0; i < n; i++) {
            s += i;
          }
          return s;
        }
        function* gen() {
          for (var i = 0; i < 3; i++)
            yield loop(i);
        }
        fib(5);
        for (var v of gen())
          loop(2);
        [3, 1, 2].sort(function (a, b) {
          return a - b;
        });
        """);
    String script = "@" + name + ":0";
    assertThat(lines(name))
        .filteredOn(line -> line.self().iterations() + line.self().functionCalls() > 0)
        .extracting(
            line -> line.path().text().replace(script, "").replace("@" + name, ""),
            LineCost::line,
            line -> line.self().iterations(),
            line -> line.self().functionCalls())
        .containsExactlyInAnyOrder(
            tuple(";fib:1", 0, 0L, 15L),
            tuple("", 14, 3L, 0L),
            tuple(";gen:9", 0, 0L, 1L),
            tuple(";gen:9", 10, 3L, 0L),
            tuple(";gen:9;loop:2", 0, 0L, 3L),
            tuple(";gen:9;loop:2", 4, 3L, 0L),
            tuple(";loop:2", 0, 0L, 3L),
            tuple(";loop:2", 4, 6L, 0L),
            tuple(";:16", 0, 0L, 4L));
  }

  @ParameterizedTest
  @MethodSource("dev.tachograph.agent.ParityTest#programs")
  void theCostsOfAllLinesAreTheTotalsAndTheSameInBothModes(ParityTest.Program program) {
    // What Rhino sets up once for a JVM is charged to whoever comes first.
    ScriptRun.run(program.name(), program.source(), false);
    ScriptRun.run(program.name(), program.source(), true);
    List<Map<String, List<Long>>> byFunction = new ArrayList<>();
    List<Map<String, List<Long>>> byLine = new ArrayList<>();
    for (boolean interpreted : new boolean[] {false, true}) {
      String account = name + (interpreted ? "-interpreted" : "-compiled");
      String result = ScriptRun.run(account, program.source(), interpreted);
      assertThat(result).isEqualTo(program.result());
      checkSums(account);
      byFunction.add(byFunction(account));
      byLine.add(byLine(account));
    }
    assertThat(byFunction.get(1)).isEqualTo(byFunction.get(0));
    assertThat(byLine.get(1)).isEqualTo(byLine.get(0));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsRefusedIsNobodysCost(boolean interpreted) {
    mode(interpreted);
    WovenJvm.ledger()
        .setLimits(
            name, Limits.builder().perEvaluation(Resource.ALLOCATED_BYTES, 1_000_000).build());
    Throwable stop =
        catchThrowable(
            () ->
                eval(
                    name,
                    """
                    function big() {
                      try { return new Array(5).concat('x'.repeat(1e9)); } finally { spin(); }
                    }
                    function spin() { for (var i = 0; i < 10; i++); }
                    spin();
                    big();
                    """));
    assertThat(stop).isInstanceOf(RhinoException.class);
    checkSums(name);
    assertThat(FunctionCost.of(lines(name)))
        .allSatisfy(
            function -> {
              assertThat(function.self().allocatedBytes()).isBetween(0L, 1_000_000L);
              assertThat(function.self().iterations()).isBetween(0L, 10L);
            });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eachEvaluationPaysForItsOwnFunctions(boolean interpreted) {
    mode(interpreted);
    String inner = name + "-inner";
    define(
        "host",
        args -> {
          Context other = Context.getCurrentContext();
          Function callback = (Function) args[0];
          callback.call(other, scope, scope, new Object[] {7});
          return Context.getUndefinedValue();
        });
    eval(inner, "function shared(n) { for (var i = 0; i < n; i++); }");
    eval(name, "function callback(n) { shared(n); }\nhost(callback);\nhost(shared);");
    checkSums(name);
    checkSums(inner);
    assertThat(FunctionCost.of(lines(name)))
        .filteredOn(function -> function.site() != null && function.self().iterations() > 0)
        .extracting(
            function -> function.site().function(),
            function -> function.site().source(),
            function -> function.self().iterations())
        .containsExactly(tuple("shared", inner, 7L + 7L));
    assertThat(FunctionCost.of(lines(inner)))
        .allSatisfy(function -> assertThat(function.self().iterations()).isZero());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRecursionIsInItsTotalOnce(boolean interpreted) {
    mode(interpreted);
    eval(
        name,
        """
        function even(n) { tick(); return n == 0 || odd(n - 1); }
        function odd(n) { tick(); return n != 0 && even(n - 1); }
        function tick() { for (var i = 0; i < 2; i++); }
        even(99);
        """);
    checkSums(name);
    Map<String, FunctionCost> functions = new TreeMap<>();
    for (FunctionCost function : FunctionCost.of(lines(name))) {
      functions.put(function.site() == null ? "(native)" : function.site().label(), function);
    }
    assertThat(functions.get("even (" + name + ":1)").self().functionCalls()).isEqualTo(50);
    assertThat(functions.get("even (" + name + ":1)").total().iterations()).isEqualTo(200);
    assertThat(functions.get("odd (" + name + ":2)").total().iterations()).isEqualTo(100);
    assertThat(functions.get("tick (" + name + ":3)").total())
        .isEqualTo(functions.get("tick (" + name + ":3)").self());
    assertThat(lines(name)).allSatisfy(line -> assertThat(depth(line.path())).isLessThan(5));
  }

  private static int depth(CallPath path) {
    return path.sites().size();
  }

  /** The four exact counts of an account, over its functions and by its evaluations. */
  private void checkSums(String account) {
    Cost sum = lines(account).stream().map(LineCost::self).reduce(Cost.NONE, Cost::plus);
    assertThat(sum.iterations()).isEqualTo(used(account, Resource.ITERATIONS));
    assertThat(sum.functionCalls()).isEqualTo(used(account, Resource.FUNCTION_CALLS));
    assertThat(sum.allocatedBytes()).isEqualTo(used(account, Resource.ALLOCATED_BYTES));
    assertThat(sum.nativeSteps()).isEqualTo(used(account, Resource.NATIVE_STEPS));
    assertThat(sum.cpuNanos()).isEqualTo(used(account, Resource.CPU_TIME));
  }

  private static long used(String account, Resource resource) {
    return WovenJvm.ledger().usage(account).get(resource);
  }

  /** What must not depend on the mode: iterations, calls, bytes. */
  private static Map<String, List<Long>> byFunction(String account) {
    Map<String, List<Long>> costs = new TreeMap<>();
    for (FunctionCost function : FunctionCost.of(lines(account))) {
      String name =
          function.site() == null ? "" : function.site().function() + ":" + function.site().line();
      Cost self = function.self();
      Cost total = function.total();
      costs.put(
          name,
          List.of(
              self.iterations(),
              self.functionCalls(),
              self.allocatedBytes(),
              total.iterations(),
              total.functionCalls(),
              total.allocatedBytes()));
    }
    costs.values().removeIf(list -> list.stream().allMatch(count -> count == 0));
    return costs;
  }

  /** The same by path and line, without what functions called. */
  private static Map<String, List<Long>> byLine(String account) {
    Map<String, List<Long>> costs = new TreeMap<>();
    for (LineCost line : lines(account)) {
      Cost self = line.self();
      if (self.iterations() + self.functionCalls() + self.allocatedBytes() > 0) {
        costs.put(
            line.path().text().replace("@" + account, "") + " line " + line.line(),
            List.of(self.iterations(), self.functionCalls(), self.allocatedBytes()));
      }
    }
    return costs;
  }

  private static List<LineCost> lines(String account) {
    List<LineCost> lines = new ArrayList<>();
    WovenJvm.governor()
        .attribution()
        .read(
            false,
            line -> {
              if (line.account().equals(account)) {
                lines.add(line);
              }
            });
    return lines;
  }
}
