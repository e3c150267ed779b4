package dev.tachograph.engine.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The JDKs of this machine on which the command line has to work. */
final class Jdks {
  private static final Path HOME = real(Path.of(System.getProperty("java.home")));

  private Jdks() {}

  /** The {@code java} that runs the tests. */
  static Path own() {
    return HOME.resolve("bin/java");
  }

  /** The {@code java} that runs the tests, and those of the JDKs installed beside it. */
  static List<Path> all() {
    try (Stream<Path> homes = Files.list(HOME.getParent())) {
      return Stream.concat(Stream.of(HOME), homes.map(Jdks::real).sorted())
          .distinct()
          .filter(home -> Files.isExecutable(home.resolve("bin/java")))
          .filter(Jdks::isSupported)
          .map(home -> home.resolve("bin/java"))
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException dangling) {
      return path;
    }
  }

  private static boolean isSupported(Path home) {
    try (Stream<String> lines = Files.lines(home.resolve("release"))) {
      return lines
          .filter(line -> line.startsWith("JAVA_VERSION="))
          .map(line -> line.replaceAll("[^0-9.]", ""))
          .anyMatch(version -> Runtime.Version.parse(version).feature() >= 17);
    } catch (IOException | IllegalArgumentException unknown) {
      return false;
    }
  }
}
