package dev.tachograph.engine.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody may have meant. */
final class Nearest {
  private static final int LONGEST = 200;

  private Nearest() {}

  /** {@code "; did you mean x?"}, or nothing if nothing is near. */
  static String suggestion(String given, Collection<String> valid) {
    return of(given, valid).map("; did you mean %s?"::formatted).orElse("");
  }

  /** The valid name that the fewest edits make of it: at most one for three of its characters. */
  static Optional<String> of(String given, Collection<String> valid) {
    if (given.length() > LONGEST) {
      return Optional.empty();
    }
    int most = Math.max(1, given.length() / 3);
    return valid.stream()
        .filter(name -> edits(given, name) <= most)
        .min(Comparator.<String>comparingInt(name -> edits(given, name)).thenComparing(n -> n));
  }

  /** Levenshtein's distance, whatever the case. */
  static int edits(String one, String other) {
    String from = one.toLowerCase(Locale.ROOT);
    String to = other.toLowerCase(Locale.ROOT);
    int[] above = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int changed = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[to.length()];
  }
}
