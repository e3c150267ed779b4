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
public record Jdk(String name, String version, Path home) {
  /** The one that runs this. */
  public static Jdk own() {
    return new Jdk(
        name(Runtime.version()),
        Runtime.version().toString(),
        Path.of(System.getProperty("java.home")));
  }

  /**
   * One that is installed elsewhere. It is the same by whatever links it is found.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Jdk at(Path home) {
    Properties release = new Properties();
    try (InputStream in = Files.newInputStream(home.resolve("release"))) {
      release.load(in);
    } catch (IOException missing) {
      throw new IllegalArgumentException(
          home
              + " is not the home of a JDK: it has no release file"
              + (hasJava(home) ? "" : ", and there is no bin/java in " + home));
    }
    if (!hasJava(home)) {
      throw new IllegalArgumentException(
          home + " is not the home of a JDK: there is no bin/java in " + home);
    }
    String text = release.getProperty("JAVA_VERSION", "").replace("\"", "");
    try {
      return new Jdk(name(Runtime.Version.parse(text)), text, home.toRealPath());
    } catch (IllegalArgumentException | IOException unknown) {
      throw new IllegalArgumentException(
          home + " is not the home of a JDK: its release file says JAVA_VERSION=" + text, unknown);
    }
  }

  private static boolean hasJava(Path home) {
    return Files.isExecutable(home.resolve("bin").resolve("java"));
  }

  /** The feature release. */
  public int feature() {
    return Runtime.Version.parse(version).feature();
  }

  private static String name(Runtime.Version version) {
    return "jdk" + version.feature();
  }
}
