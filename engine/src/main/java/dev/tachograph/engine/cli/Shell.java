package dev.tachograph.engine.cli;

import dev.tachograph.engine.ConsoleMessage;
import dev.tachograph.engine.Environment;
import dev.tachograph.engine.ExecutionMode;
import dev.tachograph.engine.OutputLimit;
import dev.tachograph.engine.Sandbox;
import dev.tachograph.engine.SandboxEngine;
import dev.tachograph.engine.SandboxSession;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.MeteringUnavailableException;
import dev.tachograph.meter.Resource;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A sandbox of one user with a session in it: what files and lines of a prompt run in. */
final class Shell implements AutoCloseable {
  private static final long LARGEST_VALUE = 16L << 20;

  /**
   * Room for a hundred thousand script calls, as recursive programs need it; a thread's usual 1 MB
   * ends after a few thousand. Memory is taken only as the stack grows, and an endless recursion
   * comes to the end of this within a second.
   */
  private static final long STACK_BYTES = 64L << 20;

  private static final long LARGEST_STACK_BYTES = 1L << 30;

  private final SandboxEngine engine;
  private final Sandbox sandbox;
  private final SandboxSession session;

  /**
   * @param account who pays
   * @param codeFromStrings whether {@code eval} and {@code Function} work
   * @param out where {@code print}, {@code console.log}, {@code info} and {@code debug} write
   * @param err where {@code console.warn} and {@code error} write
   * @throws MeteringUnavailableException if scripts would not be metered here
   */
  Shell(
      String account,
      Limits limits,
      ExecutionMode mode,
      boolean codeFromStrings,
      PrintStream out,
      PrintStream err) {
    engine = SandboxEngine.builder().mode(mode).scopesAhead(0).build();
    sandbox =
        engine
            .sandbox(account)
            .environment(Environment.builder().codeFromStrings(codeFromStrings).build())
            .limits(limits)
            .outputLimit(LARGEST_VALUE, OutputLimit.REFUSE)
            .console(message -> write(message, out, err))
            .build();
    session = sandbox.session();
  }

  private static void write(ConsoleMessage message, PrintStream out, PrintStream err) {
    boolean isProblem =
        switch (message.level()) {
          case WARN, ERROR -> true;
          default -> false;
        };
    (isProblem ? err : out).println(message.text());
  }

  /** Runs something on a thread with the stack that scripts may need, and waits for its end. */
  <T> T onScriptThread(Callable<T> body) throws Exception {
    FutureTask<T> task = new FutureTask<>(body);
    start(task);
    try {
      return task.get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof Exception known) {
        throw known;
      }
      throw failure;
    }
  }

  /** Starts a thread with the stack that scripts may need. */
  Thread start(Runnable body) {
    Thread thread = new Thread(null, body, "tachograph-script", stackBytes());
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** A third more than scripts may take, for what is between their frames is estimated. */
  private long stackBytes() {
    long allowed = sandbox.tracker().limits().perEvaluation(Resource.STACK_BYTES).orElse(0);
    return Math.max(STACK_BYTES, Math.min(allowed, LARGEST_STACK_BYTES) / 3 * 4);
  }

  Sandbox sandbox() {
    return sandbox;
  }

  SandboxSession session() {
    return session;
  }

  @Override
  public void close() {
    session.close();
    sandbox.close();
    engine.close();
  }
}
