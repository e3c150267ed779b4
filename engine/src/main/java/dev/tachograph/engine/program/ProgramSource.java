package dev.tachograph.engine.program;

import java.util.Objects;

/**
 * What a program is made of.
 *
 * @param name of the script, as its errors show it
 * @param text of the script
 * @param firstLine the number of its first line; 0 where that is not the author's
 */
public record ProgramSource(String name, String text, int firstLine) {
  /** A script whose first line is line 1. */
  public ProgramSource(String name, String text) {
    this(name, text, 1);
  }

  /** Checks that nothing is missing. */
  public ProgramSource {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(text, "text");
  }

  /** The name and how long the text is, for the text itself may be very long. */
  @Override
  public String toString() {
    return "%s (%d characters)".formatted(name, text.length());
  }
}
