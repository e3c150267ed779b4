package dev.tachograph.bench.sandbox;

import dev.tachograph.engine.Sandbox;
import dev.tachograph.engine.SandboxEngine;
import dev.tachograph.engine.SandboxResult;
import dev.tachograph.engine.SandboxSession;
import dev.tachograph.engine.ScriptSource;

/**
 * Runs scripts to their ends. Apart from the benchmark, so that Rhino is loaded after the agent.
 */
final class EvaluatedScripts implements AutoCloseable {
  private final SandboxEngine engine = SandboxEngine.builder().scopesAhead(100).build();
  private final Sandbox sandbox = engine.sandbox("load").build();
  private final SandboxSession session = sandbox.session();

  void awaitScope() {
    while (engine.scopeMetrics().available() == 0) {
      Thread.onSpinWait();
    }
  }

  SandboxResult inItsOwnScope(ScriptSource source) {
    return completed(sandbox.run(source));
  }

  SandboxResult inOpenScope(ScriptSource source) {
    return completed(session.run(source));
  }

  private static SandboxResult completed(SandboxResult result) {
    if (!(result instanceof SandboxResult.Completed)) {
      throw new IllegalStateException("a run did not complete: " + result);
    }
    return result;
  }

  @Override
  public void close() {
    session.close();
    sandbox.close();
    engine.close();
  }
}
