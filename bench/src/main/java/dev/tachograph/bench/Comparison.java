package dev.tachograph.bench;

import java.io.IOException;
import java.util.concurrent.Callable;

/** A command that compares: by itself, or as a part of others that take hours. */
public interface Comparison extends Callable<Integer> {
  /**
   * Finds wrong usage, and measures nothing.
   *
   * @throws picocli.CommandLine.ParameterException if there is one
   * @throws IOException if it cannot be told
   */
  void check() throws IOException;
}
