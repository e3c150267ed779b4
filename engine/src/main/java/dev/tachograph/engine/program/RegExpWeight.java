package dev.tachograph.engine.program;

/**
 * What the regular expressions of a script may retain at most, from its text. Each is made once for
 * all runs, and keeps a bitmap of every class of characters that was ever compared: 8 KB for one
 * that has {@code \d} or a letter beyond Latin in it. The numbers are what Rhino 1.9.2 was seen to
 * retain.
 *
 * <p>The text is not parsed: every slash that may begin a literal counts for one, and every bracket
 * behind it on its line for a class. That is too much for divisions and paths, and never too
 * little.
 */
final class RegExpWeight {
  private static final int LITERAL = 200;
  private static final int NAMED_GROUP = 170;
  private static final int CLASS = 400;
  private static final int BITMAP = 8_192;
  private static final int ESCAPE = 90;
  private static final int BOXED = 26;
  private static final int LAST_CACHED = 0x7F;
  private static final int LAST_LATIN = 0xFF;

  /** After a backslash: what is outside of Latin, or may be. */
  private static final String WIDE = "udDwWsSpP";

  private final String text;
  private long bytes;
  private boolean inLiteral;
  private boolean inClass;
  private boolean isWide;

  /** Where the class begins, or the text. */
  private int begin = -1;

  private RegExpWeight(String text) {
    this.text = text;
  }

  static long of(String text) {
    RegExpWeight weight = new RegExpWeight(text);
    for (int i = 0; i < text.length(); i++) {
      weight.weigh(i, text.charAt(i));
    }
    return weight.bytes;
  }

  private void weigh(int at, char c) {
    if (c == '\n' || c == '\r' || c == '\u2028' || c == '\u2029') {
      inLiteral = false;
      inClass = false;
    } else if (c == '/' && mayBegin(at)) {
      inLiteral = true;
      bytes += LITERAL;
    } else if (c == '[' && inLiteral) {
      inClass = true;
      isWide = false;
      begin = at;
      bytes += CLASS;
    } else if (inClass) {
      member(at, c);
    } else if (c == '<' && inLiteral && text.startsWith("(?", at - 2)) {
      bytes += NAMED_GROUP;
    }
  }

  /** Where it does not, a comment begins; or one has begun, and it is not at its end. */
  private boolean mayBegin(int slash) {
    char next = slash + 1 < text.length() ? text.charAt(slash + 1) : '/';
    boolean second = slash > 0 && text.charAt(slash - 1) == '/';
    boolean afterComment = second && slash > 1 && text.charAt(slash - 2) == '*';
    return next != '/' && next != '*' && (!second || afterComment);
  }

  private void member(int at, char c) {
    if (c == ']' && !isEscaped(at)) {
      inClass = false;
    } else if (WIDE.indexOf(c) >= 0 && isEscaped(at)) {
      bytes += ESCAPE;
      widen();
    } else if (c > LAST_CACHED) {
      bytes += BOXED;
      if (c > LAST_LATIN) {
        widen();
      }
    }
  }

  private void widen() {
    if (!isWide) {
      isWide = true;
      bytes += BITMAP;
    }
  }

  private boolean isEscaped(int at) {
    int from = at;
    while (from > begin + 1 && text.charAt(from - 1) == '\\') {
      from--;
    }
    return (at - from) % 2 == 1;
  }
}
