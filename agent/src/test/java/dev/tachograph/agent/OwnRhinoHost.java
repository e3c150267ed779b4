package dev.tachograph.agent;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.RhinoException;

/**
 * A program that mentions Rhino, and then evaluates scripts as {@link AskedHost} does, in a Rhino
 * of its own that a loader brings along which asks itself first.
 */
final class OwnRhinoHost {
  private OwnRhinoHost() {}

  /** As of plugins and web applications. */
  private static final class Loader extends URLClassLoader {
    Loader() {
      super(
          new URL[] {location(RhinoException.class), location(OwnRhinoHost.class)},
          OwnRhinoHost.class.getClassLoader());
    }

    private static URL location(Class<?> type) {
      return type.getProtectionDomain().getCodeSource().getLocation();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("org.mozilla.") && !name.equals(ScriptHost.class.getName())) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known != null ? known : findClass(name);
      }
    }
  }

  public static void main(String[] arguments) throws Exception {
    Class<?> mentioned = RhinoException.class;
    Class.forName(mentioned.getName(), false, OwnRhinoHost.class.getClassLoader());
    System.out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    @Nullable Loader own = null;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (own == null) {
        own = new Loader();
        Thread.currentThread().setContextClassLoader(own);
      }
      int equals = line.indexOf('=');
      System.out.println(evaluate(own, line.substring(0, equals), line.substring(equals + 1)));
    }
  }

  private static @Nullable Object evaluate(Loader own, String name, String source)
      throws ReflectiveOperationException {
    var evaluate =
        own.loadClass(ScriptHost.class.getName())
            .getDeclaredMethod("evaluate", String.class, String.class);
    evaluate.setAccessible(true);
    try {
      return evaluate.invoke(null, name, source);
    } catch (InvocationTargetException failure) {
      return failure.getCause();
    }
  }
}
