package dev.tachograph.agent.boot;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.security.CodeSource;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Loads the agent's own classes from a folder of the agent's jar in which no other loader looks.
 *
 * <p>Its parent is the platform loader, so that nothing of the agent meets the application's
 * libraries, whatever their versions. No temporary files; where the jar is no plain file, it is
 * read through the loader of this class.
 */
final class HiddenLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final String FOLDER = "tachograph-agent/";

  private final @Nullable ClassLoader jar;
  private final @Nullable ZipFile file;

  HiddenLoader() {
    super("tachograph", ClassLoader.getPlatformClassLoader());
    jar = HiddenLoader.class.getClassLoader();
    file = file();
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
    try (InputStream in = file == null ? ofLoader(hidden) : ofFile(file, hidden)) {
      return in == null ? null : new ByteArrayInputStream(in.readAllBytes());
    } catch (IOException unreadable) {
      throw new IllegalStateException(
          "cannot read the agent's jar: was it replaced or removed while the JVM runs?",
          unreadable);
    }
  }

  private @Nullable InputStream ofLoader(String name) {
    return jar == null
        ? ClassLoader.getSystemResourceAsStream(name)
        : jar.getResourceAsStream(name);
  }

  private static @Nullable InputStream ofFile(ZipFile file, String name) throws IOException {
    ZipEntry entry = file.getEntry(name);
    return entry == null ? null : file.getInputStream(entry);
  }

  /** The jar as a file: much cheaper than through its loader. Null where it is no plain file. */
  private static @Nullable ZipFile file() {
    try {
      CodeSource source = HiddenLoader.class.getProtectionDomain().getCodeSource();
      String path = source.getLocation().getPath();
      return path.endsWith(".jar") ? new ZipFile(new File(source.getLocation().toURI())) : null;
    } catch (IOException | URISyntaxException | RuntimeException elsewhere) {
      return null;
    }
  }
}
