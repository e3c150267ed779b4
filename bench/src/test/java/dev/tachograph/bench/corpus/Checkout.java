package dev.tachograph.bench.corpus;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where things are: everything that the tests read or write lies under the checkout. */
final class Checkout {
  private static final Path ROOT = Path.of(requireNonNull(System.getProperty("tachograph.root")));

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
}
