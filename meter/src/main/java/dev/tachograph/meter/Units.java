package dev.tachograph.meter;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of each unit, in the syntax of options and in the words of people. */
final class Units {
  /** What lifts a limit. */
  static final String UNLIMITED = "unlimited";

  private static final Pattern SYNTAX = Pattern.compile("([0-9]+(?:_+[0-9]+)*)([A-Za-z]*)");

  private static final MathContext EXACT = MathContext.DECIMAL64;
  private static final MathContext ROUNDED = new MathContext(3);

  /** A suffix of a unit, largest first. */
  private record Suffix(String option, String people, long size) {}

  private static final List<Suffix> SIZES =
      List.of(
          new Suffix("g", "GB", 1L << 30),
          new Suffix("m", "MB", 1L << 20),
          new Suffix("k", "KB", 1L << 10),
          new Suffix("", "bytes", 1));

  private static final List<Suffix> DURATIONS =
      List.of(
          new Suffix("h", "h", 3_600_000_000_000L),
          new Suffix("m", "min", 60_000_000_000L),
          new Suffix("s", "s", 1_000_000_000L),
          new Suffix("ms", "ms", 1_000_000L),
          new Suffix("ns", "ns", 1));

  private static final List<Suffix> COUNTS = List.of(new Suffix("", "", 1));

  private Units() {}

  private static List<Suffix> suffixes(Resource.Unit unit) {
    return switch (unit) {
      case COUNT -> COUNTS;
      case BYTES -> SIZES;
      case NANOS -> DURATIONS;
    };
  }

  /**
   * Reads a limit.
   *
   * @param key what messages call it
   * @return 0 or more; {@link Long#MAX_VALUE} is unlimited
   * @throws IllegalArgumentException if the text is no number of this unit
   */
  static long parse(Resource.Unit unit, String key, String text) {
    if (text.equals(UNLIMITED)) {
      return Long.MAX_VALUE;
    }
    Matcher parts = SYNTAX.matcher(text);
    if (parts.matches()) {
      for (Suffix suffix : suffixes(unit)) {
        if (suffix.option.equals(parts.group(2))) {
          return product(unit, key, text, parts.group(1), suffix);
        }
      }
    }
    throw new IllegalArgumentException(
        "%s=%s: expected %s"
            .formatted(
                key,
                text.isEmpty() ? "(nothing)" : text,
                switch (unit) {
                  case COUNT -> "a whole number of 0 or more, digits and '_' only";
                  case BYTES ->
                      "a number of bytes: digits and '_', then k, m, g (1024^n) or nothing,"
                          + " such as 256m";
                  case NANOS ->
                      "a duration: digits and '_', then ms, s, m or h, such as 500ms or 5s";
                }));
  }

  private static long product(
      Resource.Unit unit, String key, String text, String digits, Suffix suffix) {
    try {
      return Math.multiplyExact(Long.parseLong(digits.replace("_", "")), suffix.size);
    } catch (NumberFormatException | ArithmeticException overflow) {
      throw new IllegalArgumentException(
          "%s=%s: larger than the largest %s"
              .formatted(
                  key,
                  text,
                  switch (unit) {
                    case COUNT -> "count, " + Long.MAX_VALUE;
                    case BYTES -> "size, " + Long.MAX_VALUE + " bytes";
                    case NANOS -> "duration, " + Long.MAX_VALUE + "ns";
                  }),
          overflow);
    }
  }

  /** The shortest text from which {@link #parse} reads exactly this value. */
  static String option(Resource.Unit unit, long value) {
    if (value == Long.MAX_VALUE) {
      return UNLIMITED;
    }
    for (Suffix suffix : suffixes(unit)) {
      if (value >= suffix.size && value % suffix.size == 0) {
        return value / suffix.size + suffix.option;
      }
    }
    return unit == Resource.Unit.NANOS ? "0s" : "0";
  }

  /** The value in words, rounded to three digits unless it is a count. */
  static String words(Resource.Unit unit, long value) {
    if (unit == Resource.Unit.COUNT) {
      return Long.toString(value);
    }
    for (Suffix suffix : suffixes(unit)) {
      if (value >= suffix.size) {
        String number =
            new BigDecimal(value)
                .divide(new BigDecimal(suffix.size), suffix.size == 1 ? EXACT : ROUNDED)
                .stripTrailingZeros()
                .toPlainString();
        return number + " " + suffix.people;
      }
    }
    return unit == Resource.Unit.BYTES ? "0 bytes" : "0 ms";
  }
}
