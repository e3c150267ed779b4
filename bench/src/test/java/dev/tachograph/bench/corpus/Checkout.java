package dev.tachograph.bench.corpus;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Where things are: everything that the tests read or write lies under the checkout. */
final class Checkout {
  private static final Path ROOT = Path.of(requireNonNull(System.getProperty("tachograph.root")));

  private static final int OLDEST_JDK = 17;

  private Checkout() {}

  static Path corpus(String folder) {
    return ROOT.resolve("bench/corpus").resolve(folder);
  }

  /** A folder for what tests make; it outlives the run, for people to look at. */
  static Path target(String folder) throws IOException {
    return Files.createDirectories(ROOT.resolve("bench/target").resolve(folder));
  }

  static Path agent() {
    return Path.of(requireNonNull(System.getProperty("tachograph.agent.jar")));
  }

  static boolean isFull() {
    return Boolean.getBoolean("tachograph.full");
  }

  /** Skips a test that the short run leaves out. */
  static void onlyInFull(String what) {
    if (!isFull()) {
      String message = "SKIPPED: " + what + ", which mvn verify -Pfull runs";
      System.err.println(message);
      abort(message);
    }
  }

  /**
   * The JDK that runs the tests; in the full run, those beside it that we support too, one of each
   * version.
   */
  static List<Path> jdks() throws IOException {
    Path running = Path.of(System.getProperty("java.home")).toAbsolutePath();
    Map<Integer, Path> jdks = new LinkedHashMap<>();
    jdks.put(Runtime.version().feature(), running);
    if (isFull()) {
      try (DirectoryStream<Path> beside = Files.newDirectoryStream(running.getParent())) {
        for (Path jdk : beside) {
          if (Files.isExecutable(jdk.resolve("bin/javac")) && version(jdk) >= OLDEST_JDK) {
            jdks.putIfAbsent(version(jdk), jdk);
          }
        }
      }
    }
    return List.copyOf(jdks.values());
  }

  /** The feature version of a JDK. */
  static int version(Path jdk) throws IOException {
    Properties release = new Properties();
    try (Reader in = Files.newBufferedReader(jdk.resolve("release"))) {
      release.load(in);
    }
    String version = release.getProperty("JAVA_VERSION", "\"0\"").replace("\"", "");
    return Integer.parseInt(version.replaceAll("[^0-9].*", ""));
  }
}
