package dev.tachograph.bench.paired;

import static org.openjdk.jmh.annotations.Mode.AverageTime;

import dev.tachograph.bench.BenchAgent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the smallest things take that are counted: a round of a loop, a call, an object, a property,
 * an evaluation. Each in a JVM of its own with one copy of Rhino, where the JIT is at its best. The
 * JVM has to be started with the benchmark's own jar as agent.
 */
@BenchmarkMode(AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ScriptBenchmark {
  /** Of a loop: so many that the evaluation around them is no part of what one takes. */
  private static final int ROUNDS = 100_000;

  private static final int EVALUATIONS = 1_000;

  private static final Map<String, String> BODIES =
      Map.of(
          "round", "",
          "call", "nothing();",
          "object", "kept = {};",
          "property", "kept = point.x;");

  /** A copy of Rhino. */
  @State(Scope.Benchmark)
  public static class Copy {
    /** A key of a column of the paired comparison, or {@code plain}. */
    @Param({"plain", "observer", "metering"})
    public String variant = "plain";

    /** How scripts are run. */
    @Param({"compiled", "interpreted"})
    public String mode = "compiled";

    private Subject evaluation = times -> "not loaded";
    private Map<String, Subject> loops = Map.of();

    /**
     * Starts the agent if there is to be one, and loads the scripts.
     *
     * @throws ReflectiveOperationException if that fails
     */
    @Setup(Level.Trial)
    public void load() throws ReflectiveOperationException {
      Variant chosen = Variant.any(variant);
      if (chosen.isMetered()) {
        BenchAgent.startTachograph(null, chosen.agentOptions());
      }
      VariantLoader loader = new VariantLoader(chosen);
      evaluation = loader.subject(setup(chosen, "function run() { return 'done'; }"));
      Map<String, Subject> loaded = new HashMap<>();
      for (Map.Entry<String, String> body : BODIES.entrySet()) {
        loaded.put(body.getKey(), loader.subject(setup(chosen, loop(body.getValue()))));
      }
      loops = Map.copyOf(loaded);
    }

    private Subject.Setup setup(Variant chosen, String script) {
      return new Subject.Setup(
          Mode.of(mode) == Mode.INTERPRETED,
          chosen == Variant.OBSERVED,
          List.of(new Subject.Script("script.js", script)),
          "");
    }

    private static String loop(String body) {
      return "function nothing() {} var point = {x: 1};"
          + ("function run() { var kept; for (var i = 0; i < " + ROUNDS + "; i++) {" + body + "}")
          + " return i; }";
    }

    private String run(String loop) {
      return Objects.requireNonNull(loops.get(loop)).run(1);
    }
  }

  /** A loop that does nothing. */
  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public String round(Copy copy) {
    return copy.run("round");
  }

  /** A loop that calls a function that does nothing. */
  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public String call(Copy copy) {
    return copy.run("call");
  }

  /** A loop that makes an object. */
  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public String object(Copy copy) {
    return copy.run("object");
  }

  /** A loop that reads a property. */
  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public String property(Copy copy) {
    return copy.run("property");
  }

  /** A host calls a function that does nothing: an evaluation is opened and closed. */
  @Benchmark
  @OperationsPerInvocation(EVALUATIONS)
  public String evaluation(Copy copy) {
    return copy.evaluation.run(EVALUATIONS);
  }
}
