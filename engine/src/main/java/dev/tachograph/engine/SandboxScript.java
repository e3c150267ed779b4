package dev.tachograph.engine;

import dev.tachograph.engine.executor.Submission;
import dev.tachograph.engine.program.Program;

/**
 * A script that a sandbox has compiled and its validator has passed, to be run often. Unlike a
 * source it keeps its program, whatever the engine's cache has room for. Thread-safe.
 */
public final class SandboxScript {
  private final Sandbox sandbox;
  private final ScriptSource source;
  private final Program program;

  SandboxScript(Sandbox sandbox, ScriptSource source, Program program) {
    this.sandbox = sandbox;
    this.source = source;
    this.program = program;
  }

  /** What was compiled. */
  public ScriptSource source() {
    return source;
  }

  /** Runs it; as {@link Sandbox#run(ScriptSource)}. */
  public SandboxResult run() {
    return run(RunOptions.none());
  }

  /** Runs it; as {@link Sandbox#run(ScriptSource, RunOptions)}. */
  public SandboxResult run(RunOptions options) {
    return sandbox.prepare(source, options, program).once();
  }

  /** Runs it on a thread of the engine's; as {@link Sandbox#submit(ScriptSource)}. */
  public Submission<SandboxResult> submit() {
    return submit(RunOptions.none());
  }

  /** Runs it on a thread of the engine's; as {@link Sandbox#submit(ScriptSource, RunOptions)}. */
  public Submission<SandboxResult> submit(RunOptions options) {
    return sandbox.submit(sandbox.prepare(source, options, program));
  }
}
