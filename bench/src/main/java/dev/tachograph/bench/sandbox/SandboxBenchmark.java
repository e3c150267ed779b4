package dev.tachograph.bench.sandbox;

import dev.tachograph.bench.BenchAgent;
import dev.tachograph.engine.SandboxResult;
import dev.tachograph.engine.ScriptSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an evaluation in a sandbox takes that finds a scope, once the JIT has seen it often enough.
 * The JVM has to be started with the benchmark's own jar as agent.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 4)
@Measurement(iterations = 5, time = 4)
public class SandboxBenchmark {
  /** An engine under the agent. */
  @State(Scope.Benchmark)
  public static class Engine {
    private final ScriptSource medium = Scripts.medium(0);
    private @Nullable EvaluatedScripts scripts;
    private int unseen;

    /** Before anything of Rhino is loaded. */
    @Setup(Level.Trial)
    public void start() throws ReflectiveOperationException {
      BenchAgent.startTachograph(null, "");
      scripts = new EvaluatedScripts();
    }

    /** Not measured: the stock of scopes is filled by another thread. */
    @Setup(Level.Invocation)
    public void awaitScope() {
      scripts().awaitScope();
    }

    /** Ends the engine's threads. */
    @TearDown(Level.Trial)
    public void close() {
      scripts().close();
    }

    private EvaluatedScripts scripts() {
      return Objects.requireNonNull(scripts);
    }
  }

  /** A rule of one line. */
  @Benchmark
  public SandboxResult small(Engine engine) {
    return engine.scripts().inItsOwnScope(Scripts.SMALL);
  }

  /** 200 lines that are known and compiled. */
  @Benchmark
  public SandboxResult medium(Engine engine) {
    return engine.scripts().inItsOwnScope(engine.medium);
  }

  /** The same in a scope that is open: what it takes by itself. */
  @Benchmark
  public SandboxResult mediumInOpenScope(Engine engine) {
    return engine.scripts().inOpenScope(engine.medium);
  }

  /** 200 lines that were never seen before. */
  @Benchmark
  public SandboxResult mediumUnseen(Engine engine) {
    return engine.scripts().inItsOwnScope(Scripts.medium(++engine.unseen));
  }
}
