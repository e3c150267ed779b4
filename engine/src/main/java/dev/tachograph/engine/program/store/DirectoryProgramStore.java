package dev.tachograph.engine.program.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file per program, in one directory. A program is written beside its place and moved there, so
 * that any number of processes may share the directory. Nothing is forced to the disk: what a power
 * failure leaves of a file does not verify.
 */
public final class DirectoryProgramStore implements ProgramStore {
  private static final String SUFFIX = ".program";
  private static final String UNFINISHED = ".unfinished";

  /** No write takes so long: who left the file behind is gone. */
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final Path directory;
  private final StoreBounds bounds;

  private DirectoryProgramStore(Path directory, StoreBounds bounds) {
    this.directory = directory;
    this.bounds = bounds;
  }

  /** Opens a directory with {@link StoreBounds#defaults()}. */
  public static DirectoryProgramStore open(Path directory) throws IOException {
    return open(directory, StoreBounds.defaults());
  }

  /**
   * Opens a directory that belongs to the host alone. If it is not there then it is made, for the
   * owner only where the file system knows such permissions.
   *
   * @throws IOException if there is no such directory and none can be made
   */
  public static DirectoryProgramStore open(Path directory, StoreBounds bounds) throws IOException {
    Path absolute = directory.toAbsolutePath();
    if (!Files.isDirectory(absolute)) {
      Files.createDirectories(absolute, OwnerOnly.directory(absolute));
    }
    return new DirectoryProgramStore(absolute, Objects.requireNonNull(bounds));
  }

  @Override
  public byte @Nullable [] load(String script, String program) throws IOException {
    Path file = file(script, program);
    try {
      if (!attributes(file).isRegularFile()) {
        throw new IOException(file + " is no regular file");
      }
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        return in.readNBytes(MAXIMUM_PROGRAM_BYTES);
      }
    } catch (NoSuchFileException none) {
      return null;
    }
  }

  @Override
  public void save(String script, String program, byte[] content) throws IOException {
    Names.checkSize(content);
    Path file = file(script, program);
    Path unfinished = Files.createTempFile(directory, "", UNFINISHED);
    try {
      Files.write(unfinished, content);
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    keepBounds();
  }

  @Override
  public void remove(String script, String program) throws IOException {
    Files.deleteIfExists(file(script, program));
  }

  @Override
  public void removeAll(String script) throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, Names.check(script) + "-*" + SUFFIX)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  private record Kept(Path file, long bytes, Instant saved) {}

  /** Looks at all files each time, because other processes add to them and take away. */
  private void keepBounds() throws IOException {
    List<Kept> kept = new ArrayList<>();
    long bytes = 0;
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, "*{" + SUFFIX + "," + UNFINISHED + "}")) {
      for (Path file : files) {
        Kept one = kept(file);
        if (one != null) {
          kept.add(one);
          bytes += one.bytes();
        }
      }
    }
    kept.sort(Comparator.comparing(Kept::saved).thenComparing(Kept::file));
    int programs = kept.size();
    for (Kept oldest : kept) {
      if (bounds.allow(programs, bytes)) {
        return;
      }
      Files.deleteIfExists(oldest.file());
      programs--;
      bytes -= oldest.bytes();
    }
  }

  /** {@code null} if it is gone, or none of the programs. */
  private static @Nullable Kept kept(Path file) throws IOException {
    try {
      BasicFileAttributes attributes = attributes(file);
      Instant written = attributes.lastModifiedTime().toInstant();
      if (!file.toString().endsWith(UNFINISHED)) {
        return new Kept(file, attributes.size(), written);
      }
      if (written.isBefore(Instant.now().minus(ABANDONED))) {
        Files.deleteIfExists(file);
      }
      return null;
    } catch (NoSuchFileException gone) {
      return null;
    }
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private Path file(String script, String program) {
    return directory.resolve(Names.check(script) + "-" + Names.check(program) + SUFFIX);
  }

  /** The directory. */
  @Override
  public String toString() {
    return directory.toString();
  }
}
