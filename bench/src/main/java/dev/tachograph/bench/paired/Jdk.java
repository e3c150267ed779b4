package dev.tachograph.bench.paired;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * A Java that measures.
 *
 * @param name what it is called in results: {@code jdk} and the feature release
 * @param version as it says itself
 * @param home where it is
 */
record Jdk(String name, String version, Path home) {
  /** The one that runs this. */
  static Jdk own() {
    return new Jdk(
        name(Runtime.version()),
        Runtime.version().toString(),
        Path.of(System.getProperty("java.home")));
  }

  /**
   * One that is installed elsewhere.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Jdk at(Path home) {
    Properties release = new Properties();
    try (InputStream in = Files.newInputStream(home.resolve("release"))) {
      release.load(in);
    } catch (IOException missing) {
      throw new IllegalArgumentException(
          home + " is not the home of a JDK: it has no release file");
    }
    String text = release.getProperty("JAVA_VERSION", "").replace("\"", "");
    try {
      return new Jdk(name(Runtime.Version.parse(text)), text, home);
    } catch (IllegalArgumentException unknown) {
      throw new IllegalArgumentException(
          home + " is not the home of a JDK: its release file says JAVA_VERSION=" + text, unknown);
    }
  }

  private static String name(Runtime.Version version) {
    return "jdk" + version.feature();
  }
}
