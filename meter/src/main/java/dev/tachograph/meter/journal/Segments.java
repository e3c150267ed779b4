package dev.tachograph.meter.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of a journal's files. */
final class Segments {
  private static final Pattern NAME = Pattern.compile("segment-([0-9]{8,18})\\.journal");

  private Segments() {}

  static Path file(Path directory, long number) {
    return directory.resolve("segment-%08d.journal".formatted(number));
  }

  static Path temporary(Path directory, long number) {
    return directory.resolve("segment-%08d.tmp".formatted(number));
  }

  static Path torn(Path directory, long number) {
    return directory.resolve("segment-%08d.torn".formatted(number));
  }

  static Path lock(Path directory) {
    return directory.resolve("journal.lock");
  }

  /** The files that are there, by their numbers. */
  static NavigableMap<Long, Path> list(Path directory) throws IOException {
    NavigableMap<Long, Path> files = new TreeMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path file : all) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          files.put(Long.parseLong(name.group(1)), file);
        }
      }
    }
    return files;
  }
}
