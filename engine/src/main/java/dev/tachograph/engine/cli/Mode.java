package dev.tachograph.engine.cli;

import dev.tachograph.engine.ExecutionMode;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.TypeConversionException;

/** How Rhino runs the scripts. What they use is the same in every mode. */
enum Mode {
  /** Compiled; Rhino interprets by itself what it cannot compile. */
  AUTO(ExecutionMode.COMPILED),
  /** Compiled to Java bytecode. */
  COMPILED(ExecutionMode.COMPILED),
  /** Interpreted: starts sooner, runs slower. */
  INTERPRETED(ExecutionMode.INTERPRETED);

  private final ExecutionMode execution;

  Mode(ExecutionMode execution) {
    this.execution = execution;
  }

  ExecutionMode execution() {
    return execution;
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
