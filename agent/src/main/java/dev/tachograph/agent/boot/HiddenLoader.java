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
    byte[] bytes = read(FOLDER + name.replace('.', '/') + ".classdata");
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length, HiddenLoader.class.getProtectionDomain());
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    byte[] hidden =
        read(
            FOLDER
                + (name.endsWith(".class")
                    ? name.substring(0, name.length() - "class".length()) + "classdata"
                    : name));
    return hidden != null ? new ByteArrayInputStream(hidden) : super.getResourceAsStream(name);
  }

  private byte @Nullable [] read(String name) {
    try (InputStream in = file == null ? ofLoader(name) : ofFile(file, name)) {
      return in == null ? null : in.readAllBytes();
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
