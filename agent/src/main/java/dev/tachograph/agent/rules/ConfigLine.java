package dev.tachograph.agent.rules;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A property in a configuration file.
 *
 * @param file the file
 * @param number of the line in which the property begins, from 1
 * @param key its key
 * @param value its value, without blanks around it
 */
public record ConfigLine(Path file, int number, String key, String value) {
  /** What to throw when something is wrong with it. */
  public IllegalArgumentException fault(@Nullable String what) {
    return new IllegalArgumentException("config=%s, line %d: %s".formatted(file, number, what));
  }
}
