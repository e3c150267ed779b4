package dev.tachograph.agent;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.function.Function;

/** Starts the agent: reads the options, installs the kernel, and waits for the first Rhino. */
public final class AgentStart {
  /** The exit status when the options are wrong: the usual one for wrong usage. */
  private static final int USAGE = 2;

  /** The exit status when scripts would run unmetered, as of the command line. */
  private static final int UNMETERED = 4;

  private AgentStart() {}

  /**
   * Called by the entry point, from outside the hidden loader.
   *
   * @param beforeMain whether the operator put the agent on the JVM, so that it may stop it
   */
  public static void start(String options, Instrumentation instrumentation, boolean beforeMain) {
    AgentOptions parsed;
    AgentLog log;
    try {
      parsed = AgentOptions.parse(options);
      log = AgentLog.open(parsed.log());
    } catch (IllegalArgumentException | java.io.UncheckedIOException wrong) {
      System.err.println("tachograph: " + wrong.getMessage());
      System.exit(USAGE);
      return;
    }
    UnmeteredRhinos unmetered = UnmeteredRhinos.find(instrumentation, log);
    if (beforeMain && !unmetered.isEmpty()) {
      System.exit(UNMETERED);
      return;
    }
    start(parsed, log, instrumentation, unmetered);
  }

  private static void start(
      AgentOptions options,
      AgentLog log,
      Instrumentation instrumentation,
      UnmeteredRhinos unmetered) {
    Definer definer = new Definer(instrumentation);
    Governor governor = new Governor(options, definer, log);
    if (!register(definer.kernel(), governor)) {
      log.warn("a Tachograph agent runs in this JVM already; its options stay in force");
      return;
    }
    instrumentation.addTransformer(new RhinoTransformer(governor, unmetered, log), false);
    Report report = new Report(governor);
    JmxSurface.install(instrumentation, new OperatorView(governor, report, unmetered), log);
    if (options.report() != null) {
      report.writeAtExit(options.report(), log);
    }
  }

  private static boolean register(Class<?> kernel, Governor governor) {
    Function<MethodHandles.Lookup, MethodHandle[]> connector = governor::connect;
    try {
      return (boolean)
          kernel
              .getMethod("register", Object.class, Function.class)
              .invoke(null, governor.ledger(), connector);
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("the kernel of this JVM is of another version", impossible);
    }
  }
}
