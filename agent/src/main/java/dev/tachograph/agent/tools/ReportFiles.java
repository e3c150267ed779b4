package dev.tachograph.agent.tools;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Looks at the files of a command before a long time is spent on them. */
final class ReportFiles {
  private ReportFiles() {}

  /** What is wrong with files that are to be read, or written. */
  static Optional<String> wrong(List<Path> read, List<Path> written) {
    Optional<String> unreadable = read.stream().flatMap(file -> input(file).stream()).findFirst();
    return unreadable.isPresent()
        ? unreadable
        : written.stream().flatMap(file -> output(file, read).stream()).findFirst();
  }

  /** Why a file could not be read or written. */
  static String words(Path file, IOException failure) {
    return file
        + ": "
        + (failure instanceof AccessDeniedException ? "access denied" : failure.getMessage());
  }

  private static Optional<String> input(Path file) {
    if (!Files.exists(file)) {
      return Optional.of(file + ": no such file");
    }
    if (Files.isDirectory(file)) {
      return Optional.of(file + ": is a directory, not a recording");
    }
    return Files.isReadable(file) ? Optional.empty() : Optional.of(file + ": cannot be read");
  }

  private static Optional<String> output(Path file, List<Path> read) {
    Path directory = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      return Optional.of(file + ": is a directory; name a file in it");
    }
    if (directory != null && !Files.isDirectory(directory)) {
      return Optional.of(file + ": there is no directory " + directory);
    }
    Path whole = file.toAbsolutePath().normalize();
    return read.stream().anyMatch(other -> other.toAbsolutePath().normalize().equals(whole))
        ? Optional.of(file + ": is a recording to be read, and would be overwritten")
        : Optional.empty();
  }
}
