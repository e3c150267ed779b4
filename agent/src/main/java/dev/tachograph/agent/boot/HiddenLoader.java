package dev.tachograph.agent.boot;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Loads the agent's own classes from a folder of the agent's jar in which no other loader looks.
 *
 * <p>Its parent is the platform loader, so that nothing of the agent meets the application's
 * libraries, whatever their versions. Resources are read through the loader of this class: no
 * temporary files, and any kind of jar will do.
 */
final class HiddenLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final String FOLDER = "tachograph-agent/";

  private final @Nullable ClassLoader jar;

  HiddenLoader() {
    super("tachograph", ClassLoader.getPlatformClassLoader());
    jar = HiddenLoader.class.getClassLoader();
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try (InputStream in = open(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length, HiddenLoader.class.getProtectionDomain());
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    InputStream hidden = open(name);
    return hidden != null ? hidden : super.getResourceAsStream(name);
  }

  private @Nullable InputStream open(String name) {
    String hidden =
        FOLDER
            + (name.endsWith(".class")
                ? name.substring(0, name.length() - "class".length()) + "classdata"
                : name);
    InputStream in =
        jar == null
            ? ClassLoader.getSystemResourceAsStream(hidden)
            : jar.getResourceAsStream(hidden);
    return in == null ? null : buffered(in);
  }

  /** Reads at once, so that no open jar entry is left behind. */
  private static InputStream buffered(InputStream in) {
    try (in) {
      return new ByteArrayInputStream(in.readAllBytes());
    } catch (IOException unreadable) {
      throw new IllegalStateException(
          "cannot read the agent's jar: was it replaced or removed while the JVM runs?",
          unreadable);
    }
  }
}
