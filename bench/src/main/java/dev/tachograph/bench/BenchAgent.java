package dev.tachograph.bench;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Starts Tachograph's agent when a benchmark says so and not when the JVM starts: a Rhino that is
 * loaded before stays as it is, and one that is loaded afterwards is metered, in the same JVM.
 */
public final class BenchAgent {
  private static final String AGENT = "dev.tachograph.agent.boot.TachographAgent";
  private static volatile @Nullable Instrumentation instrumentation;

  private BenchAgent() {}

  /** Called by the JVM: only keeps what it is given. */
  public static void premain(String options, Instrumentation given) {
    instrumentation = given;
  }

  /**
   * Starts the agent as the JVM would that is given it by {@code -javaagent}.
   *
   * @param jar the agent's jar, or {@code null} for the one inside the benchmark's
   * @param options what would follow its name
   */
  public static void startTachograph(@Nullable Path jar, String options)
      throws ReflectiveOperationException {
    startTachograph(jar, options, null);
  }

  /**
   * The same, but one loader's classes stay as they are: an agent that comes late looks for Rhinos
   * that are loaded, and weaves them too.
   *
   * @param unseen whose classes the agent does not see
   */
  public static void startTachograph(
      @Nullable Path jar, String options, @Nullable ClassLoader unseen)
      throws ReflectiveOperationException {
    Instrumentation given = instrumentation;
    if (given == null) {
      throw new IllegalStateException("start this JVM with -javaagent:tachograph-bench.jar");
    }
    try {
      Class.forName(AGENT, true, loader(jar))
          .getMethod("agentmain", String.class, Instrumentation.class)
          .invoke(null, options, unseen == null ? given : without(unseen, given));
    } catch (InvocationTargetException failure) {
      throw new IllegalStateException("the agent did not start", failure.getCause());
    }
  }

  private static Instrumentation without(ClassLoader unseen, Instrumentation given) {
    return (Instrumentation)
        Proxy.newProxyInstance(
            BenchAgent.class.getClassLoader(),
            new Class<?>[] {Instrumentation.class},
            (proxy, method, arguments) -> {
              Object result = method.invoke(given, arguments);
              return method.getName().equals("getAllLoadedClasses")
                  ? Arrays.stream((Class<?>[]) result)
                      .filter(loaded -> loaded.getClassLoader() != unseen)
                      .toArray(Class<?>[]::new)
                  : result;
            });
  }

  private static @Nullable ClassLoader loader(@Nullable Path jar) {
    if (jar == null) {
      return BenchAgent.class.getClassLoader();
    }
    try {
      return new URLClassLoader(
          new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    } catch (MalformedURLException impossible) {
      throw new IllegalArgumentException(jar.toString(), impossible);
    }
  }
}
