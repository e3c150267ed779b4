package dev.tachograph.agent;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The agent's own log: standard error or a file, never a logging framework, which would initialise
 * the application's logging before the application does. Thread-safe.
 */
final class AgentLog {
  private final PrintStream out;

  private AgentLog(PrintStream out) {
    this.out = out;
  }

  /**
   * Opens the log.
   *
   * @param file where to append; {@code null} for standard error
   * @throws UncheckedIOException if the file cannot be written
   */
  static AgentLog open(@Nullable Path file) {
    if (file == null) {
      return new AgentLog(System.err);
    }
    try {
      return new AgentLog(
          new PrintStream(
              Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
              true,
              StandardCharsets.UTF_8));
    } catch (IOException unwritable) {
      throw new UncheckedIOException("cannot write log=" + file, unwritable);
    }
  }

  void info(String message) {
    line("", message);
  }

  void warn(String message) {
    line("WARNING: ", message);
  }

  void warn(String message, Throwable cause) {
    line("WARNING: ", message + ": " + cause);
    for (StackTraceElement frame : cause.getStackTrace()) {
      out.println("    at " + frame);
    }
  }

  private void line(String level, String message) {
    out.println(
        "[tachograph " + Instant.now().truncatedTo(ChronoUnit.MILLIS) + "] " + level + message);
  }
}
