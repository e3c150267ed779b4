package dev.tachograph.jmc;

/**
 * What a rule found. Texts are plain: Mission Control makes HTML of them.
 *
 * @param score 0 to 100, as Mission Control has it: from 25 on a hint, from 75 on a warning
 * @param summary a sentence
 * @param explanation what it means, empty if that is clear
 * @param solution what to do, empty if nothing
 */
record Finding(double score, String summary, String explanation, String solution) {
  /** Nothing to worry about. */
  static Finding fine(String summary) {
    return new Finding(0, summary, "", "");
  }
}
