package dev.tachograph.engine.config;

import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * What a value is.
 *
 * @param words what documents call it
 * @param parser of a value that is not blank; throws {@link IllegalArgumentException} with what was
 *     expected
 */
record ValueType<T>(String words, Parser<T> parser) {
  interface Parser<T> {
    T parse(String text);
  }

  /** Of what a limit is whose syntax numbers share. */
  private static long number(Resource like, String text) {
    String key = Limits.PER_EVALUATION_PREFIX + like.key();
    try {
      return Limits.builder()
          .parse(key, text)
          .build()
          .perEvaluation(like)
          .orElseThrow(() -> new IllegalArgumentException("it has to be a number"));
    } catch (IllegalArgumentException wrong) {
      String message = String.valueOf(wrong.getMessage());
      throw new IllegalArgumentException(message.replace(key + "=" + text + ": ", ""), wrong);
    }
  }

  private static long between(long least, long most, long value) {
    if (value < least || value > most) {
      throw new IllegalArgumentException("expected %d to %d".formatted(least, most));
    }
    return value;
  }

  static ValueType<Integer> count(int least, int most) {
    return new ValueType<>(
        most == Integer.MAX_VALUE
            ? "count from " + least
            : "count, %d to %d".formatted(least, most),
        text -> (int) between(least, most, number(Resource.ITERATIONS, text)));
  }

  /** A count from 0, or {@code never}. */
  static ValueType<Integer> countOrNever() {
    ValueType<Integer> count = count(0, Integer.MAX_VALUE);
    return new ValueType<>(
        "count from 0, or `never`",
        text -> text.equals("never") ? Integer.MAX_VALUE : count.parser().parse(text));
  }

  static ValueType<Long> size(long least, long most) {
    String words =
        most == Long.MAX_VALUE
            ? "size"
            : "size, %s to %s"
                .formatted(
                    Resource.ALLOCATED_BYTES.option(least), Resource.ALLOCATED_BYTES.option(most));
    return new ValueType<>(
        words, text -> between(least, most, number(Resource.ALLOCATED_BYTES, text)));
  }

  static ValueType<Duration> duration() {
    return new ValueType<>(
        "duration",
        text -> {
          long nanos = number(Resource.WALL_TIME, text);
          if (nanos == 0) {
            throw new IllegalArgumentException("expected more than 0");
          }
          return Duration.ofNanos(nanos);
        });
  }

  static ValueType<Boolean> flag() {
    return new ValueType<>(
        "`true` or `false`",
        text -> {
          if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("expected true or false");
          }
          return text.equals("true");
        });
  }

  static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
    List<String> names = Arrays.stream(type.getEnumConstants()).map(ValueType::name).toList();
    return new ValueType<>(
        String.join(", ", names.stream().map(name -> "`" + name + "`").toList()),
        text ->
            Arrays.stream(type.getEnumConstants())
                .filter(constant -> name(constant).equals(text))
                .findFirst()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "expected %s%s"
                                .formatted(
                                    String.join(" or ", names), Nearest.suggestion(text, names)))));
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static ValueType<List<String>> names() {
    return new ValueType<>(
        "names, separated by commas",
        text ->
            Arrays.stream(text.split(",")).map(String::strip).filter(n -> !n.isEmpty()).toList());
  }

  static ValueType<String> name() {
    return new ValueType<>("name", text -> text);
  }

  static ValueType<Path> path() {
    return new ValueType<>(
        "path",
        text -> {
          try {
            return Path.of(text);
          } catch (InvalidPathException invalid) {
            throw new IllegalArgumentException("expected a path: " + invalid.getReason(), invalid);
          }
        });
  }

  /** Bytes that are not shown, at least 32. */
  static ValueType<byte[]> secret() {
    return new ValueType<>(
        "64 or more hexadecimal digits",
        text -> {
          try {
            byte[] bytes = HexFormat.of().parseHex(text);
            between(32, Integer.MAX_VALUE, bytes.length);
            return bytes;
          } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                "expected 64 or more hexadecimal digits"); // no cause: it may show the secret
          }
        });
  }
}
