package dev.tachograph.bench.paired;

import static org.openjdk.jmh.annotations.Mode.AverageTime;

import dev.tachograph.bench.BenchAgent;
import java.util.List;
import java.util.Map;
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
 * What the smallest things take that are counted, each in a JVM of its own with one copy of Rhino,
 * where the JIT is at its best. The JVM has to be started with the benchmark's own jar as agent.
 */
@BenchmarkMode(AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ScriptBenchmark.TIMES)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ScriptBenchmark {
  /** Of a loop: so many that the evaluation around them is no part of what one takes. */
  static final int TIMES = 100_000;

  /** An evaluation that a host starts, of a function that does nothing. */
  private static final String EVALUATION = "evaluation";

  /** What a loop does in a round. */
  private static final Map<String, String> BODIES =
      Map.of(
          "round", "", "call", "nothing();", "object", "kept = {};", "property", "kept = one.x;");

  /** A copy of Rhino that has loaded a script. */
  @State(Scope.Benchmark)
  public static class Copy {
    /** What happens so many times. */
    @Param({"round", "call", "object", "property", EVALUATION})
    public String what = EVALUATION;

    /** A key of a column of the paired comparison, or {@code plain}. */
    @Param({"plain", "observer", "metering"})
    public String variant = "plain";

    /** How scripts are run. */
    @Param({"compiled", "interpreted"})
    public String mode = "compiled";

    private Subject subject = times -> "not loaded";

    /**
     * Starts the agent if there is to be one, and loads the script.
     *
     * @throws ReflectiveOperationException if that fails
     */
    @Setup(Level.Trial)
    public void load() throws ReflectiveOperationException {
      Variant chosen = Variant.any(variant);
      if (chosen.isMetered()) {
        BenchAgent.startTachograph(null, chosen.agentOptions());
      }
      subject =
          new VariantLoader(chosen)
              .subject(
                  new Subject.Setup(
                      Mode.of(mode) == Mode.INTERPRETED,
                      chosen == Variant.OBSERVED,
                      List.of(new Subject.Script("script.js", script())),
                      ""));
    }

    private String script() {
      if (what.equals(EVALUATION)) {
        return "function run() { return 'done'; }";
      }
      String body = BODIES.get(what);
      if (body == null) {
        throw new IllegalArgumentException("unknown: " + what);
      }
      return "function nothing() {} var one = {x: 1};"
          + ("function run() { var kept; for (var i = 0; i < " + TIMES + "; i++) {" + body + "}")
          + " return i; }";
    }
  }

  /** So many of them. */
  @Benchmark
  public String run(Copy copy) {
    return copy.subject.run(copy.what.equals(EVALUATION) ? TIMES : 1);
  }
}
