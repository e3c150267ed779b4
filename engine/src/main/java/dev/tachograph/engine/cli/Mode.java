package dev.tachograph.engine.cli;

import dev.tachograph.engine.ExecutionMode;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/** How Rhino runs the scripts. What they use is the same in every mode. */
enum Mode {
  /** As the command thinks best. */
  AUTO(null),
  /** Compiled to Java bytecode; Rhino interprets by itself what it cannot compile. */
  COMPILED(ExecutionMode.COMPILED),
  /** Interpreted: starts sooner, runs slower. */
  INTERPRETED(ExecutionMode.INTERPRETED);

  private final @Nullable ExecutionMode execution;

  Mode(@Nullable ExecutionMode execution) {
    this.execution = execution;
  }

  /** What it means for a command that prefers {@code best}. */
  ExecutionMode execution(ExecutionMode best) {
    return execution == null ? best : execution;
  }

  /** Reads the value of {@code --mode}. */
  static Mode parse(String text) {
    return Arrays.stream(values())
        .filter(mode -> mode.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected auto, compiled or interpreted, but was '%s'".formatted(text)));
  }

  /** The value of {@code --mode}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
