package dev.tachograph.engine.config;

/**
 * One setting that is in force.
 *
 * @param key such as {@code cache.maximumPrograms}
 * @param value as it was given; {@code ***} for a secret
 * @param source who said so: a file and its line, a variable, a property, or {@code default}
 */
public record Setting(String key, String value, String source) {
  static final String DEFAULT = "default";

  /** As the command line prints it. */
  @Override
  public String toString() {
    return "%s = %s  (%s)".formatted(key, value, source);
  }
}
