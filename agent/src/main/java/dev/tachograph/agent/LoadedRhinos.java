package dev.tachograph.agent;

import java.lang.instrument.Instrumentation;

/** Finds Rhinos that were loaded before the agent, which can no longer be given counters. */
final class LoadedRhinos {
  private LoadedRhinos() {}

  static void refuse(Instrumentation instrumentation, AgentLog log) {
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (loaded.getName().endsWith(".javascript.Context")) {
        log.warn(
            loaded.getName()
                + " in "
                + loaded.getClassLoader()
                + " was loaded before the agent and is NOT metered. Remedy: start the JVM with"
                + " -javaagent:tachograph-agent.jar");
      }
    }
  }
}
