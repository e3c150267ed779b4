package dev.tachograph.engine.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A script as it was read.
 *
 * @param name the path as it was given, which is the source name in messages and counts
 * @param text what Rhino gets: lines and columns are those of the file
 */
record SourceFile(String name, String text) {
  /**
   * Reads a file in UTF-8.
   *
   * @throws IOException if that is impossible; the message says why, and is for the user
   */
  static SourceFile read(String name) throws IOException {
    Path path = existing(name);
    try {
      return of(name, Files.readString(path));
    } catch (CharacterCodingException notText) {
      throw new IOException("not in UTF-8, as scripts have to be: " + name, notText);
    } catch (IOException | OutOfMemoryError unreadable) {
      throw new IOException("cannot be read: " + name + " (" + unreadable + ")", unreadable);
    }
  }

  /** Finds a file that is there; the message of what it throws is for the user. */
  static Path existing(String name) throws IOException {
    Path path = path(name);
    if (!Files.exists(path)) {
      throw new IOException("no such file: " + name);
    }
    if (Files.isDirectory(path)) {
      throw new IOException("a directory, not a file: " + name);
    }
    return path;
  }

  private static Path path(String name) throws IOException {
    try {
      return Path.of(name);
    } catch (InvalidPathException impossible) {
      throw new IOException("no such file: " + name, impossible);
    }
  }

  /** Takes off a byte order mark, and makes a comment of a first line that names a program. */
  static SourceFile of(String name, String content) {
    String text = content.startsWith("\uFEFF") ? content.substring(1) : content;
    return new SourceFile(name, text.startsWith("#!") ? "//" + text.substring(2) : text);
  }

  /** The text of a line, from 1, without its end; {@code null} when there is no such line. */
  @Nullable String line(int number) {
    return number < 1 ? null : text.lines().skip(number - 1L).findFirst().orElse(null);
  }
}
