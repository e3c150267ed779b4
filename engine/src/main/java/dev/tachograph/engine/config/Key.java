package dev.tachograph.engine.config;

import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A key that is known, in its one spelling.
 *
 * @param section {@code ""} for the engine's, {@code sandbox.}, {@code profile.NAME.} or {@code
 *     account.NAME.}
 * @param name what follows
 * @param option what it names, {@code null} for a limit
 */
record Key(String section, String name, @Nullable Option<?> option) {
  static final String SANDBOX = "sandbox.";
  static final List<String> SECTIONS =
      List.of("engine", "executor", "cache", "store", "sandbox", "profile", "account");

  private static final Pattern NAMED =
      Pattern.compile("(sandbox\\.|(?:profile|account)\\.[A-Za-z0-9_-]{1,100}\\.)(.+)");

  static String profile(String name) {
    return "profile." + name + ".";
  }

  static String account(String name) {
    return "account." + name + ".";
  }

  String whole() {
    return section + name;
  }

  /**
   * Reads a key.
   *
   * @throws IllegalArgumentException if it is none, with what it may have been meant as
   */
  static Key of(String text) {
    Matcher named = NAMED.matcher(text);
    if (!named.matches()) {
      return find("", text, Option.ENGINE.stream())
          .orElseThrow(() -> unknown(text, "", Option.ENGINE.stream().map(Option::name)));
    }
    String section = named.group(1);
    String name = named.group(2);
    if (isLimit(name)) {
      return limit(section, name);
    }
    return find(section, name, options(section))
        .orElseThrow(
            () ->
                unknown(
                    text,
                    section,
                    Stream.concat(options(section).map(Option::name), limits().stream())));
  }

  private static Stream<Option<?>> options(String section) {
    return section.startsWith("account.")
        ? Stream.concat(Option.ACCOUNT.stream(), Option.SANDBOX.stream())
        : Option.SANDBOX.stream();
  }

  private static Optional<Key> find(String section, String name, Stream<Option<?>> options) {
    return options
        .filter(option -> option.name().equals(name))
        .findFirst()
        .map(option -> new Key(section, name, option));
  }

  private static boolean isLimit(String name) {
    return name.startsWith(Limits.PER_EVALUATION_PREFIX)
        || name.startsWith(Limits.TOTAL_PREFIX)
        || name.startsWith(Limits.REFILL_PREFIX);
  }

  /** Some resources have two words; {@link Limits} knows them. */
  private static Key limit(String section, String name) {
    try {
      return new Key(section, Limits.optionKey(name), null);
    } catch (IllegalArgumentException none) {
      throw unknown(section + name, section, limits().stream());
    }
  }

  /** The names of all limits, in their order. */
  static List<String> limits() {
    List<String> names = new ArrayList<>();
    for (Resource resource : Resource.all()) {
      if (resource.isLimitedPerEvaluation()) {
        names.add(Limits.PER_EVALUATION_PREFIX + resource.key());
      }
      if (resource.isLimitedInTotal()) {
        names.add(Limits.TOTAL_PREFIX + resource.key());
        if (resource.kind() == Resource.Kind.SUM) {
          names.add(Limits.REFILL_PREFIX + resource.key());
        }
      }
    }
    return names;
  }

  private static IllegalArgumentException unknown(
      String text, String section, Stream<String> names) {
    return new IllegalArgumentException(
        "unknown key" + Nearest.suggestion(text, names.map(name -> section + name).toList()));
  }
}
