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
import java.io.PrintStream;

/** A sandbox of one user with a session in it: what files and lines of a prompt run in. */
final class Shell implements AutoCloseable {
  private static final long LARGEST_VALUE = 16L << 20;

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
    engine =
        SandboxEngine.builder().mode(mode).scopesAhead(0).failOnUnhandledRejections(true).build();
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
