package dev.tachograph.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file whole or not at all: a hidden one beside it, which is then renamed. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Writes a text in UTF-8, instead of what was there.
   *
   * @throws IOException if it cannot be written; what was there is then as it was
   */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes a file instead of what was there.
   *
   * @throws IOException if it cannot be written; what was there is then as it was
   */
  public static void write(Path file, byte[] content) throws IOException {
    write(file, out -> out.write(content));
  }

  /** Writes a file's bytes. */
  public interface Content {
    /** Writes all of them. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file of any size instead of what was there.
   *
   * @throws IOException if it cannot be written; what was there is then as it was
   */
  public static void write(Path file, Content content) throws IOException {
    String hidden = "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp";
    Path whole = file.resolveSibling(hidden);
    try {
      try (OutputStream out = Files.newOutputStream(whole)) {
        content.writeTo(out);
      }
      Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(whole);
    }
  }
}
