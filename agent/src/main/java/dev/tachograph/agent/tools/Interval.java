package dev.tachograph.agent.tools;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** A time as somebody types it: {@code 2s}, {@code 500ms}, {@code 1m}. */
final class Interval implements CommandLine.ITypeConverter<Duration> {
  private static final Pattern SYNTAX = Pattern.compile("(\\d{1,9})(ms|s|m)");
  private static final Duration SHORTEST = Duration.ofMillis(100);

  @Override
  public Duration convert(String text) {
    Matcher parts = SYNTAX.matcher(text);
    if (!parts.matches()) {
      throw new CommandLine.TypeConversionException(
          "'" + text + "': expected a time such as 2s, 500ms or 1m");
    }
    long number = Long.parseLong(parts.group(1));
    Duration interval =
        switch (parts.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          default -> Duration.ofMinutes(number);
        };
    if (interval.compareTo(SHORTEST) < 0) {
      throw new CommandLine.TypeConversionException("'" + text + "': the shortest is 100ms");
    }
    return interval;
  }
}
