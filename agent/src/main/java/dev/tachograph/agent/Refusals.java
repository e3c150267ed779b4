package dev.tachograph.agent;

import org.jspecify.annotations.Nullable;

/** What is loaded instead of a class that cannot be metered. Thread-safe. */
final class Refusals {
  /** No class file: the JVM ignores what a transformer throws, but not this. */
  static final byte[] UNLOADABLE = {(byte) 0xCA};

  private static final String INTERPRET =
      "let Rhino interpret this script (Context.setInterpretedMode(true), or"
          + " setOptimizationLevel(-1) before Rhino 1.8), or split its largest function";

  private final Governor governor;
  private final AgentLog log;
  private final boolean late;

  /**
   * @param late whether classes are loaded already: what became of them is said where that is done
   */
  Refusals(Governor governor, AgentLog log, boolean late) {
    this.governor = governor;
    this.log = log;
    this.late = late;
  }

  /** A class of the JVM's names, in the words of the language. */
  static String binaryName(String className) {
    return className.replace('/', '.');
  }

  /** Instead of a script or a part of Rhino; {@code null} if it may run as it is. */
  byte @Nullable [] of(String className, @Nullable String source, byte[] bytes, String reason) {
    return mayRun(className, reason) ? null : stub(className, source, bytes, reason, INTERPRET);
  }

  /**
   * The same class with an error in place of its code.
   *
   * @param remedy without a full stop
   */
  byte[] stub(
      String className, @Nullable String source, byte[] bytes, String reason, String remedy) {
    String name = binaryName(className);
    governor.statistics().refused(name, source, reason);
    log.warn("refused: class " + name + " cannot be metered: " + reason);
    return governor
        .weaver()
        .refuse(
            bytes,
            "Tachograph refused class "
                + name
                + ", because it cannot be metered: "
                + reason
                + ". Remedy: "
                + remedy);
  }

  /** Instead of what could not even be looked at; {@code null} if it may run as it is. */
  byte @Nullable [] ofFailure(String className, Throwable failure) {
    try {
      if (mayRun(className, failure.toString())) {
        return null;
      }
      governor.statistics().refused(binaryName(className), null, failure.toString());
      log.warn("refused: class " + binaryName(className) + " could not be woven", failure);
    } catch (Throwable alsoFailed) {
      return UNLOADABLE;
    }
    return UNLOADABLE;
  }

  /** Without counters in its Context no Rhino can run. */
  private boolean mayRun(String className, String why) {
    return !late
        && !className.endsWith("/Context")
        && governor.unproven().mayRun("class " + binaryName(className), why);
  }
}
