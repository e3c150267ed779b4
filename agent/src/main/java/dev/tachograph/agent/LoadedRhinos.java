package dev.tachograph.agent;

import java.lang.instrument.Instrumentation;

/** Finds Rhinos that were loaded before the agent, which can no longer be given counters. */
final class LoadedRhinos {
  private LoadedRhinos() {}

  /** Whether there are any; then the agent must keep its hands off, and says so. */
  static boolean refuse(Instrumentation instrumentation, AgentLog log) {
    boolean found = false;
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (loaded.getName().endsWith(".javascript.Context")) {
        found = true;
        log.warn(
            loaded.getName()
                + " in "
                + loaded.getClassLoader()
                + " was loaded before the agent, so scripts in this JVM are NOT metered. Remedy:"
                + " start the JVM with -javaagent:tachograph-agent.jar, and where a cache of"
                + " classes has loaded Rhino even before that, with -XX:AOTMode=off");
      }
    }
    return found;
  }
}
