package dev.tachograph.engine.program.store;

import java.util.regex.Pattern;

/** What stores take as a name: nothing that means something in a path, or in SQL. */
final class Names {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{32,64}");

  private Names() {}

  static String check(String name) {
    if (!DIGEST.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' names no script or program: 32 to 64 of 0-9a-f do".formatted(name));
    }
    return name;
  }

  static void checkSize(byte[] content) {
    if (content.length > ProgramStore.MAXIMUM_PROGRAM_BYTES) {
      throw new IllegalArgumentException(
          "a program of %d bytes: at most %d are kept"
              .formatted(content.length, ProgramStore.MAXIMUM_PROGRAM_BYTES));
    }
  }
}
