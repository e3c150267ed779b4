package dev.tachograph.agent;

import java.io.IOException;
import java.lang.ref.Reference;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * A program that has run a script in a loader of its own, as a container has that has stopped an
 * application, and keeps what it has of it; it then does what {@link AskedHost} does.
 */
final class ClosedRhinoHost {
  private ClosedRhinoHost() {}

  /** Describes itself in several lines, as Tomcat's do. */
  private static final class Loader extends URLClassLoader {
    Loader() {
      super(
          new URL[] {location(org.mozilla.javascript.Context.class), location(ScriptHost.class)},
          ClassLoader.getPlatformClassLoader());
    }

    private static URL location(Class<?> type) {
      return type.getProtectionDomain().getCodeSource().getLocation();
    }

    @Override
    public String toString() {
      return "closed\r\n  loader\r\n";
    }
  }

  public static void main(String[] arguments) throws Exception {
    Class<?> kept = runAndClose();
    try {
      AskedHost.main(arguments);
    } finally {
      Reference.reachabilityFence(kept);
    }
  }

  private static Class<?> runAndClose() throws IOException, ReflectiveOperationException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (Loader loader = new Loader()) {
      thread.setContextClassLoader(loader);
      Class<?> host = loader.loadClass(ScriptHost.class.getName());
      var evaluate = host.getDeclaredMethod("evaluate", String.class, String.class);
      evaluate.setAccessible(true);
      if (!"2".equals(evaluate.invoke(null, "closed.js", "1 + 1"))) {
        throw new AssertionError("the script did not run");
      }
      return host;
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
