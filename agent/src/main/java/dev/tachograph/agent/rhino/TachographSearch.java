package dev.tachograph.agent.rhino;

/**
 * Searches for strings in strings, in a time that is proportional to what is looked at.
 *
 * <p>The JDK compares at each place anew, which a script can make as slow as the product of both
 * lengths, and which no charge describes well: as slow as that it hardly ever is. So what is short
 * is left to the JDK and charged by how far it came, and what could take long is searched for as
 * Knuth, Morris and Pratt do (SIAM Journal on Computing 6, 1977), charged on the way. The results
 * are the same.
 */
final class TachographSearch {
  private static final int SHORT_SOUGHT = 16;
  private static final long SHORT_WORK = 1 << 16;
  private static final long SHORT_WORK_FOR_SHORT_SOUGHT = 1 << 20;
  private static final int COMPARISONS_PER_STEP = 8;
  private static final int FREE_STEPS = 128;
  private static final int BLOCK = 4_096;

  private TachographSearch() {}

  static int indexOf(String text, String sought, int from) {
    int start = Math.max(0, from);
    if (isShort(text.length() - (long) start, sought)) {
      int found = text.indexOf(sought, from);
      charge((found < 0 ? text.length() : found + (long) sought.length()) - start, sought);
      return found;
    }
    return find(text, sought, borders(sought, 1), start, 1);
  }

  static int lastIndexOf(String text, String sought, int from) {
    long last = Math.min(from, text.length() - (long) sought.length());
    if (isShort(last, sought)) {
      int found = text.lastIndexOf(sought, from);
      charge(last - found, sought);
      return found;
    }
    return find(text, sought, borders(sought, -1), (int) last + sought.length() - 1, -1);
  }

  static String replace(String text, String sought, String by) {
    if (isShort(text.length(), sought)) {
      charge(text.length(), sought);
      return text.replace(sought, by);
    }
    int[] borders = borders(sought, 1);
    StringBuilder replaced = new StringBuilder();
    int rest = 0;
    for (int at = find(text, sought, borders, 0, 1);
        at >= 0;
        at = find(text, sought, borders, rest, 1)) {
      replaced.append(text, rest, at).append(by);
      rest = at + sought.length();
    }
    return rest == 0 ? text : replaced.append(text, rest, text.length()).toString();
  }

  /** Whether the JDK searches so much in no time, however it goes. */
  private static boolean isShort(long length, String sought) {
    long most = sought.length() <= SHORT_SOUGHT ? SHORT_WORK_FOR_SHORT_SOUGHT : SHORT_WORK;
    return length * sought.length() <= most;
  }

  private static void charge(long length, String sought) {
    long steps = length * Math.max(1, sought.length()) / COMPARISONS_PER_STEP;
    if (steps > FREE_STEPS) {
      TachographCharges.steps(steps);
    }
  }

  /**
   * How much of each beginning is also its end: where to go on comparing after a mismatch.
   *
   * @param step 1 forwards, -1 for the string read backwards
   */
  private static int[] borders(String sought, int step) {
    TachographCharges.array(sought.length(), Integer.BYTES);
    TachographCharges.steps(sought.length());
    int[] borders = new int[sought.length()];
    int border = 0;
    for (int i = 1; i < borders.length; i++) {
      while (border > 0 && at(sought, i, step) != at(sought, border, step)) {
        border = borders[border - 1];
      }
      border += at(sought, i, step) == at(sought, border, step) ? 1 : 0;
      borders[i] = border;
    }
    return borders;
  }

  private static int find(String text, String sought, int[] borders, int start, int step) {
    int matched = 0;
    for (int i = start; i >= 0 && i < text.length(); i += step) {
      if (Math.abs(i - start) % BLOCK == BLOCK - 1) {
        TachographCharges.steps(BLOCK);
      }
      char c = text.charAt(i);
      while (matched > 0 && c != at(sought, matched, step)) {
        matched = borders[matched - 1];
      }
      matched += c == at(sought, matched, step) ? 1 : 0;
      if (matched == borders.length) {
        return step > 0 ? i - matched + 1 : i;
      }
    }
    return -1;
  }

  private static char at(String text, int index, int step) {
    return text.charAt(step > 0 ? index : text.length() - 1 - index);
  }
}
