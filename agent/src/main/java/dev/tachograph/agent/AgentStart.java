package dev.tachograph.agent;

import dev.tachograph.agent.prewoven.Templates;
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

  private static final String RUNS_ALREADY =
      "a Tachograph agent runs in this JVM already; its options stay in force";

  private AgentStart() {}

  /**
   * Called by the entry point, from outside the hidden loader.
   *
   * @param beforeMain whether the operator put the agent on the JVM, so that it may stop it; a JVM
   *     that runs already is never stopped
   * @throws IllegalArgumentException if the options of an agent that comes later are wrong
   */
  public static void start(String options, Instrumentation instrumentation, boolean beforeMain) {
    AgentOptions parsed;
    AgentLog log;
    try {
      parsed = AgentOptions.parse(options);
      log = AgentLog.open(parsed.log());
    } catch (IllegalArgumentException | java.io.UncheckedIOException wrong) {
      System.err.println("tachograph: " + wrong.getMessage());
      if (beforeMain) {
        System.exit(USAGE);
      }
      AgentPresence.publishFailure(String.valueOf(wrong.getMessage()));
      throw wrong;
    }
    if (isRunning()) {
      log.warn(RUNS_ALREADY);
      return;
    }
    if (beforeMain) {
      RhinoSearch loaded = RhinoSearch.in(instrumentation);
      if (!loaded.isEmpty()) {
        LoadedRhinos refused = new LoadedRhinos();
        loaded.contexts().forEach(context -> refused.refuse(context, "", log));
        refused.refuse(loaded, log);
        System.exit(UNMETERED);
        return;
      }
    }
    try {
      start(options, parsed, log, instrumentation, beforeMain);
    } catch (RuntimeException | Error failed) {
      AgentPresence.publishFailure(failed.toString());
      throw failed;
    }
  }

  /** Whether an agent is in this JVM: then everything that is loaded is metered as it says. */
  private static boolean isRunning() {
    try {
      return Class.forName(Templates.KERNEL.replace('/', '.'), true, null)
              .getMethod("ledger")
              .invoke(null)
          != null;
    } catch (ReflectiveOperationException none) {
      return false;
    }
  }

  private static void start(
      String text,
      AgentOptions options,
      AgentLog log,
      Instrumentation instrumentation,
      boolean beforeMain) {
    Definer definer = new Definer(instrumentation, options.only());
    Governor governor = new Governor(options, definer, log);
    if (!register(definer.kernel(), governor)) {
      log.warn(RUNS_ALREADY);
      return;
    }
    if (!beforeMain) {
      governor.rhinos().start();
    }
    instrumentation.addTransformer(new RhinoTransformer(governor, log), false);
    LoadedRhinos loaded = new LoadedRhinos();
    LateMetering late = null;
    if (!options.only().isAll()) {
      log.info("counts only " + options.only() + ": nothing is limited");
    }
    if (!beforeMain) {
      late = new LateMetering(instrumentation, governor, loaded, log);
      late.attach();
    }
    AgentControl control = new AgentControl(governor, options, loaded, late, log);
    Report report = new Report(governor);
    JmxSurface.install(instrumentation, new OperatorView(governor, report, loaded, control), log);
    if (options.report() != null) {
      report.writeAtExit(options.report(), log);
    }
    control.publish(text);
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
