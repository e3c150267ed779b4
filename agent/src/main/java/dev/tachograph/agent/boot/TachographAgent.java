package dev.tachograph.agent.boot;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/** Where the JVM enters the agent. Hands everything to the hidden part. */
public final class TachographAgent {
  private static final String START = "dev.tachograph.agent.AgentStart";

  private TachographAgent() {}

  /** Called by the JVM before the application's main method, with the text behind {@code =}. */
  public static void premain(@Nullable String options, Instrumentation instrumentation)
      throws ReflectiveOperationException {
    start(options, instrumentation, true);
  }

  /**
   * Called by the JVM when the agent is attached later, or named in an application's manifest.
   * Whatever this throws, a JVM that runs goes on without the agent.
   */
  public static void agentmain(@Nullable String options, Instrumentation instrumentation)
      throws ReflectiveOperationException {
    start(options, instrumentation, false);
  }

  private static void start(
      @Nullable String options, Instrumentation instrumentation, boolean beforeMain)
      throws ReflectiveOperationException {
    try {
      new HiddenLoader()
          .loadClass(START)
          .getMethod("start", String.class, Instrumentation.class, boolean.class)
          .invoke(null, options == null ? "" : options, instrumentation, beforeMain);
    } catch (InvocationTargetException failure) {
      if (failure.getCause() instanceof Error error) {
        throw error;
      }
      if (failure.getCause() instanceof RuntimeException wrong) {
        throw wrong;
      }
      throw failure;
    }
  }
}
