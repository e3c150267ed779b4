package dev.tachograph.engine;

import java.util.Objects;

/**
 * A script's text, and the name that errors and records show.
 *
 * @param name such as {@code rules/discount.js}; not blank
 * @param text the source
 */
public record ScriptSource(String name, String text) {
  /**
   * @throws IllegalArgumentException if the name is blank
   */
  public ScriptSource {
    Objects.requireNonNull(text, "text");
    if (name.isBlank()) {
      throw new IllegalArgumentException("a script needs a name, for its errors to show");
    }
  }

  /** The text of a line, or an empty one if there is none. */
  String line(int number) {
    return number < 1 ? "" : text.lines().skip(number - 1L).findFirst().orElse("");
  }
}
