package dev.tachograph.engine;

/** Shows a place in a source line: the line, and below it a caret. */
final class Excerpt {
  /** How much of a long line is shown on either side of the caret. */
  private static final int MARGIN = 60;

  private static final String INDENT = "    ";

  private Excerpt() {}

  /**
   * Draws the place.
   *
   * @param column from 1, in UTF-16 units as Rhino counts; behind the end it means the end
   */
  static String of(String line, int column) {
    int at = Math.min(column - 1, line.length());
    int from = Math.max(0, at - MARGIN);
    int to = Math.min(line.length(), at + MARGIN);
    return INDENT + line.substring(from, to) + "\n" + INDENT + blank(line, from, at) + "^";
  }

  /** As wide as the text on a terminal: tabs stay tabs, and a pair of surrogates is one sign. */
  private static String blank(String line, int from, int to) {
    StringBuilder out = new StringBuilder();
    line.substring(from, to).codePoints().forEach(sign -> out.append(sign == '\t' ? '\t' : ' '));
    return out.toString();
  }
}
