package dev.tachograph.engine;

/**
 * A line that a script wrote to its console.
 *
 * @param level how
 * @param text what, without a line end
 */
public record ConsoleMessage(Level level, String text) {
  /** The console's function that was called. */
  public enum Level {
    DEBUG,
    LOG,
    INFO,
    WARN,
    ERROR
  }
}
