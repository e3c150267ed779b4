package dev.tachograph.engine.cli;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.TypeConversionException;

/** How Rhino runs the scripts. What they use is the same in every mode. */
enum Mode {
  /** Compiled; Rhino interprets by itself what it cannot compile. */
  AUTO(false),
  /** Compiled to Java bytecode. */
  COMPILED(false),
  /** Interpreted: starts sooner, runs slower. */
  INTERPRETED(true);

  private final boolean interpreted;

  Mode(boolean interpreted) {
    this.interpreted = interpreted;
  }

  boolean isInterpreted() {
    return interpreted;
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
