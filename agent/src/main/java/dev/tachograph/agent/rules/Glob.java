package dev.tachograph.agent.rules;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern in which {@code *} stands for any characters, none included, and {@code ?} for one.
 * Upper and lower case differ. Immutable and thread-safe.
 *
 * <p>Each {@code *} but the last takes as little as it can. Matching takes time in proportion to
 * the product of both lengths at most, whatever names scripts have.
 *
 * @param pattern the text of it
 */
record Glob(String pattern) {
  /** Whether it matches more than its own text. */
  boolean isWild() {
    return pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
  }

  /** How many {@code *} there are. */
  int stars() {
    return (int) pattern.chars().filter(c -> c == '*').count();
  }

  boolean matches(String text) {
    return match(text, null);
  }

  /** What each {@code *} stands for, or {@code null} if the text does not match. */
  @Nullable List<String> capture(String text) {
    int[] bounds = new int[2 * stars()];
    if (!match(text, bounds)) {
      return null;
    }
    List<String> captured = new ArrayList<>();
    for (int i = 0; i < bounds.length; i += 2) {
      captured.add(text.substring(bounds[i], bounds[i + 1]));
    }
    return captured;
  }

  /**
   * Goes back to the last star alone: what follows an earlier one was found as early as possible,
   * so that a later place for it leaves nothing more to match.
   */
  private boolean match(String text, int @Nullable [] bounds) {
    int p = 0;
    int t = 0;
    int star = -1; // where the last one is in the pattern
    int taken = 0; // where what it took ends in the text
    int stars = 0;
    while (t < text.length() || (p < pattern.length() && pattern.charAt(p) == '*')) {
      char expected = p < pattern.length() ? pattern.charAt(p) : 0;
      if (p < pattern.length() && expected == '*') {
        if (bounds != null) {
          bounds[2 * stars] = t;
          bounds[2 * stars + 1] = t;
        }
        stars++;
        star = p;
        taken = t;
        p++;
      } else if (p < pattern.length() && (expected == '?' || expected == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        taken++;
        t = taken;
        p = star + 1;
        if (bounds != null) {
          bounds[2 * stars - 1] = taken;
        }
      } else {
        return false;
      }
    }
    return p == pattern.length();
  }
}
