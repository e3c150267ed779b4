package dev.tachograph.agent;

import dev.tachograph.agent.weave.Candidates;

/**
 * Keeps Rhinos from running on the boot class path: what their classes would call cannot be defined
 * there. Their Context is replaced by one that says so, and there is no way into Rhino without it.
 */
final class BootPath {
  private static final String REASON = "it is on the boot class path";

  private final Governor governor;
  private final AgentLog log;

  BootPath(Governor governor, AgentLog log) {
    this.governor = governor;
    this.log = log;
  }

  /** Whether a class without a loader is the Context of a Rhino. */
  boolean isRhino(String className, byte[] bytes) {
    return className.endsWith("/Context")
        && Candidates.contains(className, bytes)
        && Candidates.isLibrary(className)
        && Candidates.mentionsRhino(bytes);
  }

  /** It is about to be loaded. Returns what to load instead. */
  byte[] refused(String className, byte[] bytes) {
    String name = className.replace('/', '.');
    governor.statistics().refused(name, null, REASON);
    log.warn("refused: class " + name + " cannot be metered: " + REASON);
    return governor
        .weaver()
        .refuse(
            bytes,
            "Tachograph refused class "
                + name
                + ", because it cannot be metered: "
                + REASON
                + ". Remedy: put Rhino on the class path or the module path, or into a class loader"
                + " of its own");
  }
}
