package dev.tachograph.bench.paired;

import java.util.List;

/** A program, loaded into one copy of Rhino. */
public interface Subject {
  /**
   * Calls the program's {@code run} function so many times, each an evaluation of its own.
   *
   * @return the checksum of the last call
   */
  String run(int times);

  /**
   * What a subject is made of.
   *
   * @param interpreted whether Rhino interprets, instead of compiling
   * @param observed whether Rhino's instruction observer is on
   * @param scripts what is loaded, in this order
   * @param input what scripts find in the global INPUT
   */
  record Setup(boolean interpreted, boolean observed, List<Script> scripts, String input) {}

  /**
   * A script.
   *
   * @param name its source name
   * @param text its source
   */
  record Script(String name, String text) {}
}
