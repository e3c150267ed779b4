package dev.tachograph.bench.corpus;

import dev.tachograph.bench.accuracy.Keeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Lets scripts keep all that they can get for a fixed charge, and prints what the heap then holds.
 *
 * <p>Arguments: the mode, a file with one statement on each line, which is repeated, and a folder
 * of whole scripts. Output, separated by tabs: retained bytes, charged bytes, what ended it, its
 * name.
 */
final class RetentionHost {
  private RetentionHost() {}

  /** Runs all of them, one after the other. */
  public static void main(String[] arguments) throws Exception {
    boolean interpreted = arguments[0].equals("i");
    Map<String, String> scripts = new TreeMap<>();
    for (String statement : Files.readAllLines(Path.of(arguments[1]))) {
      scripts.put(statement, Keeper.repeated(statement));
    }
    for (Path file : files(Path.of(arguments[2]))) {
      scripts.put(String.valueOf(file.getFileName()), Files.readString(file));
    }
    new HostFactory(interpreted)
        .call(
            cx -> {
              scripts.forEach(
                  (name, source) -> System.out.println(Keeper.measure(cx, name, source).toLine()));
              return null;
            });
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(files.sorted().toList());
    }
  }
}
