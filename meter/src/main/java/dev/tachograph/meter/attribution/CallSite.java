package dev.tachograph.meter.attribution;

import java.util.Objects;

/**
 * A function of a script, or the top level of one. Immutable and thread-safe.
 *
 * @param source the name of the script that it is written in
 * @param function its name; empty for a top level and for functions without a name
 * @param line where its text begins, from 1, with the first line of the script's text as 1; 0 where
 *     that is not known, and for a top level
 */
public record CallSite(String source, String function, int line) {
  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the line is below 0
   */
  public CallSite {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(function, "function");
    if (line < 0) {
      throw new IllegalArgumentException("line " + line + ": it is 0 or more");
    }
  }

  /** For people: its name, or a word in parentheses if it has none. */
  public String name() {
    return !function.isEmpty() ? function : line == 0 ? "(script)" : "(anonymous)";
  }

  /** For people: {@code name (source:line)}. */
  public String label() {
    return name() + " (" + source + (line == 0 ? "" : ":" + line) + ")";
  }
}
