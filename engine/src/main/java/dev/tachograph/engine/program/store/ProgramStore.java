package dev.tachograph.engine.program.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps compiled programs as bytes, which it need not understand and cannot forge: a cache, which
 * may lose whatever it holds at any time. Implementations must be safe for use by any number of
 * threads and processes at once.
 *
 * <p>Scripts and programs are named by digests of 32 to 64 characters, each one of {@code 0-9a-f}:
 * nothing of a script's name or text can be read from them. One script has a program for each of
 * its texts, and for each set of options that it was compiled with.
 */
public interface ProgramStore {
  /** The largest program that is kept or read. */
  int MAXIMUM_PROGRAM_BYTES = 16 << 20;

  /**
   * Reads a program.
   *
   * @return what was saved, or something else: the caller verifies it; {@code null} if there is
   *     none. Of a program of more than {@link #MAXIMUM_PROGRAM_BYTES} only the beginning.
   * @throws IOException if the store fails
   */
  byte @Nullable [] load(String script, String program) throws IOException;

  /**
   * Keeps a program, in place of what had its name. A reader gets all of it or nothing, even if
   * this process ends in the middle.
   *
   * @param content at most {@link #MAXIMUM_PROGRAM_BYTES}
   * @throws IOException if the store fails; nothing is kept then
   */
  void save(String script, String program, byte[] content) throws IOException;

  /**
   * Forgets a program, if it is there.
   *
   * @throws IOException if the store fails
   */
  void remove(String script, String program) throws IOException;

  /**
   * Forgets all programs of a script.
   *
   * @throws IOException if the store fails
   */
  void removeAll(String script) throws IOException;
}
