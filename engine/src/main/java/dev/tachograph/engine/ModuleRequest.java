package dev.tachograph.engine;

import java.util.List;

/**
 * A call of {@code require} that no module of the environment's answers.
 *
 * @param specifier what was asked for; one line of at most 1000 characters, else as the script says
 * @param from the name of the script or module that asks
 * @param account who pays for the evaluation
 * @param candidates the names that Node would look under, in order: relative specifiers from the
 *     folder of {@code from}, completed by {@code .js}, {@code .json}, {@code /index.js} and {@code
 *     /index.json}. They have no empty segments, no {@code .} or {@code ..}, no backslashes; none
 *     leads out of the root, so the list may be empty.
 */
public record ModuleRequest(
    String specifier, String from, String account, List<String> candidates) {
  /** Keeps a copy of the list. */
  public ModuleRequest {
    candidates = List.copyOf(candidates);
  }
}
