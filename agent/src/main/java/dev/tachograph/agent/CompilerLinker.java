package dev.tachograph.agent;

import dev.tachograph.agent.weave.RhinoNames;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Finds out whether Rhino's compiler can work in this JVM: from 1.8 on, what it makes is linked by
 * the module {@code jdk.dynalink}.
 *
 * <p>Without that module Rhino itself finds out at the first call site, too late to interpret
 * instead. It does so by itself where its compiler cannot be loaded.
 */
final class CompilerLinker {
  private static final String MODULE = "jdk.dynalink";

  private final AgentLog log;
  private final boolean present;
  private final AtomicBoolean reported = new AtomicBoolean();

  CompilerLinker(AgentLog log) {
    this.log = log;
    this.present = ModuleLayer.boot().findModule(MODULE).isPresent();
  }

  /** Whether this is a compiler of Rhino that this JVM lacks the linker for. */
  boolean isMissedBy(ClassLoader loader, String className, RhinoNames rhino) {
    if (present
        || !className.equals(rhino.of("optimizer/Codegen"))
        || loader.getResource(rhino.of("optimizer/Bootstrapper.class")) == null) {
      return false;
    }
    if (reported.compareAndSet(false, true)) {
      log.warn(
          "scripts are interpreted, because this JVM has no module "
              + MODULE
              + ", which Rhino's compiler needs. Remedy: add it to the image (jlink), or to"
              + " --limit-modules, or let Rhino interpret scripts");
    }
    return true;
  }
}
