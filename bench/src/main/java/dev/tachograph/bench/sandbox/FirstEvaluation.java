package dev.tachograph.bench.sandbox;

import dev.tachograph.bench.BenchAgent;
import dev.tachograph.engine.SandboxEngine;
import java.lang.management.ManagementFactory;
import org.mozilla.javascript.Context;

/** What one of the JVMs of {@link StartUp} does; prints what it took. */
public final class FirstEvaluation {
  private FirstEvaluation() {}

  /** Goes as far as the argument says. */
  public static void main(String[] args) throws ReflectiveOperationException {
    StartUp.Stage stage = StartUp.Stage.valueOf(args[0]);
    if (stage.hasAgent()) {
      BenchAgent.startTachograph(null, "");
    }
    Taken taken =
        switch (stage) {
          case EMPTY, AGENT -> Taken.now();
          case RHINO, METERED -> Rhino.evaluate();
          case SANDBOX -> InSandbox.evaluate();
        };
    System.out.println(taken);
  }

  /** What it took so far, in milliseconds of CPU. */
  record Taken(long process, long main) {
    static Taken now() {
      long process = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
      return new Taken(
          process, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1_000_000);
    }

    static Taken parse(String line) {
      String[] both = line.split(" ", -1);
      return new Taken(Long.parseLong(both[0]), Long.parseLong(both[1]));
    }

    @Override
    public String toString() {
      return process + " " + main;
    }
  }

  /** Apart, so that Rhino is loaded after the agent started. */
  private static final class Rhino {
    static Taken evaluate() {
      Context cx = Context.enter();
      try {
        cx.setInterpretedMode(true);
        cx.evaluateString(
            cx.initStandardObjects(), Scripts.SMALL.text(), Scripts.SMALL.name(), 1, null);
        return Taken.now();
      } finally {
        Context.exit();
      }
    }
  }

  /** As above. */
  private static final class InSandbox {
    static Taken evaluate() {
      try (SandboxEngine engine = SandboxEngine.create()) {
        engine.sandbox("start").build().run(Scripts.SMALL);
        return Taken.now();
      }
    }
  }
}
