package dev.tachograph.meter;

import java.util.regex.Pattern;

/** Reads counts in the syntax of options: decimal digits, with underscores between them. */
final class Counts {
  private static final Pattern SYNTAX = Pattern.compile("[0-9]+(_+[0-9]+)*");

  private Counts() {}

  static long parse(String key, String text) {
    if (!SYNTAX.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "%s=%s: expected a whole number of 0 or more, digits and '_' only"
              .formatted(key, text.isEmpty() ? "(nothing)" : text));
    }
    try {
      return Long.parseLong(text.replace("_", ""));
    } catch (NumberFormatException overflow) {
      throw new IllegalArgumentException(
          "%s=%s: larger than the largest count, %d".formatted(key, text, Long.MAX_VALUE),
          overflow);
    }
  }
}
