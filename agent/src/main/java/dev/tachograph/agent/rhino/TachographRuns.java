package dev.tachograph.agent.rhino;

/**
 * What the JDK's methods for texts take beyond their length, because they go over the same part of
 * a text once for each of its characters: in steps, to be charged before the call.
 */
final class TachographRuns {
  private static final char CAPITAL_SIGMA = '\u03a3';

  /** The two letters that become combining marks when they are normalized for compatibility. */
  private static final char VOICED = '\uff9e';

  private static final char SEMI_VOICED = '\uff9f';

  /** A search for the ends of a word of some letters. */
  private static final int STEPS_PER_WORD = 300;

  /** What it looks at takes longer than a round of a loop. */
  private static final int STEPS_PER_CHARACTER = 8;

  /** Words are not longer. */
  private static final int SHORT = 64;

  private TachographRuns() {}

  /** Marks that combine with what stands before them are sorted by insertion. */
  static long marks(CharSequence text) {
    long run = 0;
    long work = 0;
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char unit = text.charAt(i);
      int character = unit;
      if (Character.isHighSurrogate(unit)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        character = Character.toCodePoint(unit, text.charAt(++i));
      }
      run = combines(character) ? run + 1 : 0;
      work += run;
    }
    return work;
  }

  private static boolean combines(int character) {
    return switch (Character.getType(character)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> character == VOICED || character == SEMI_VOICED;
    };
  }

  /**
   * At each capital sigma the JDK looks for the ends of its word, in both directions, since the
   * letter has another small form there. What has no blanks or ideographs in it may be one word.
   */
  static long sigmas(String text) {
    int sigma = text.indexOf(CAPITAL_SIGMA);
    if (sigma < 0) {
      return 0;
    }
    long work = 0;
    long sigmas = 0;
    long begin = 0;
    int length = text.length();
    for (int i = 0; i <= length; i++) {
      if (i == length || separates(text.charAt(i))) {
        long run = i - begin;
        if (sigmas > 0 && run > SHORT) {
          work += STEPS_PER_CHARACTER * run * run;
        }
        work += STEPS_PER_WORD * sigmas;
        sigmas = 0;
        begin = i + 1L;
      } else if (text.charAt(i) == CAPITAL_SIGMA) {
        sigmas++;
      }
    }
    return work;
  }

  private static boolean separates(char character) {
    return Character.isWhitespace(character) || Character.isIdeographic(character);
  }
}
