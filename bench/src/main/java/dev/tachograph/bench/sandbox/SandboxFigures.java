package dev.tachograph.bench.sandbox;

import dev.tachograph.engine.Sandbox;
import dev.tachograph.engine.SandboxEngine;
import dev.tachograph.engine.SandboxResult;
import dev.tachograph.engine.SandboxSession;
import dev.tachograph.engine.ScriptSource;
import dev.tachograph.engine.executor.FairExecutor;
import dev.tachograph.engine.executor.Submission;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Takes the figures. Apart from the command, so that Rhino is loaded after the agent started. */
final class SandboxFigures implements AutoCloseable {
  /** Fewer than the stock of scopes: a burst finds one for each. */
  private static final int BURST = 50;

  private static final int AT_ONCE = 1000;

  private final int rounds;
  private final SandboxEngine engine;
  private final Sandbox sandbox;

  SandboxFigures(int rounds) {
    this.rounds = rounds;
    engine =
        SandboxEngine.builder()
            .scopesAhead(2 * BURST)
            .executor(
                FairExecutor.builder()
                    .perTenant(AT_ONCE)
                    .perScript(AT_ONCE)
                    .queueSize(AT_ONCE)
                    .perTenantQueue(AT_ONCE)
                    .build())
            .build();
    sandbox = engine.sandbox("load").build();
  }

  void first() {
    require(sandbox.run(Scripts.SMALL));
  }

  void print(PrintStream out) throws InterruptedException, ExecutionException {
    ScriptSource medium = Scripts.medium(0);
    warm(Scripts.SMALL);
    warm(medium);
    out.println("small script, scope at hand: " + bursts(Scripts.SMALL).words());
    Timings cached = bursts(medium);
    Timings alone = inOneScope(medium);
    out.println("medium, cached and compiled: " + cached.words());
    out.println("medium, in a scope that is:  " + alone.words());
    out.printf("  beyond its own run: %.1f us%n", cached.micros(50) - alone.micros(50));
    Timings unseen = unseen();
    out.println("medium, never seen before:   " + unseen.words());
    out.printf("  cached is %.0f times as fast%n", unseen.micros(50) / cached.micros(50));
    atOnce(out);
  }

  private void warm(ScriptSource source) {
    for (int i = 0; i < rounds; i++) {
      require(sandbox.run(source));
    }
  }

  /** Evaluations that find a scope, as where the host has pauses. */
  private Timings bursts(ScriptSource source) {
    Timings timings = new Timings(rounds);
    for (int i = 0; i < rounds; i++) {
      if (i % BURST == 0) {
        while (engine.scopeMetrics().available() < BURST) {
          Thread.onSpinWait();
        }
      }
      timings.time(() -> require(sandbox.run(source)));
    }
    return timings;
  }

  private Timings inOneScope(ScriptSource source) {
    Timings timings = new Timings(rounds);
    try (SandboxSession session = sandbox.session()) {
      for (int i = 0; i < rounds; i++) {
        timings.time(() -> require(session.run(source)));
      }
    }
    return timings;
  }

  private Timings unseen() {
    int programs = Math.min(rounds, 500);
    Timings timings = new Timings(programs);
    for (int i = 1; i <= programs; i++) {
      ScriptSource source = Scripts.medium(i);
      if (i % BURST == 0) {
        while (engine.scopeMetrics().available() < BURST) {
          Thread.onSpinWait();
        }
      }
      timings.time(() -> require(sandbox.run(source)));
    }
    return timings;
  }

  private void atOnce(PrintStream out) throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    List<Submission<SandboxResult>> all = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      all.add(sandbox.submit(Scripts.SMALL));
    }
    for (Submission<SandboxResult> one : all) {
      require(one.future().get());
    }
    out.printf("%d at once: done in %.0f ms%n", AT_ONCE, (System.nanoTime() - start) / 1e6);
  }

  private static void require(SandboxResult result) {
    if (!(result instanceof SandboxResult.Completed)) {
      throw new IllegalStateException("a run did not complete: " + result);
    }
  }

  @Override
  public void close() {
    sandbox.close();
    engine.close();
  }
}
