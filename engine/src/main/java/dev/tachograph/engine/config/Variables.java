package dev.tachograph.engine.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Environment variables: {@code TACHOGRAPH_CACHE_HOT_AFTER} is {@code cache.hotAfter}. Names of
 * profiles and accounts have to be known from elsewhere, or else are read in lower case.
 */
final class Variables {
  static final String PREFIX = "TACHOGRAPH_";

  private Variables() {}

  /** The variable for a key. */
  static String of(String key) {
    return PREFIX
        + key.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .replaceAll("[^A-Za-z0-9]", "_")
            .toUpperCase(Locale.ROOT);
  }

  static void read(Map<String, String> environment, Entries entries) {
    Set<String> sections = sections(entries.all());
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      String name = variable.getKey();
      if (!name.startsWith(PREFIX) || !isOurs(name.substring(PREFIX.length()), "_")) {
        continue;
      }
      Optional<String> key = key(name, sections);
      if (key.isPresent()) {
        entries.add(key.get(), variable.getValue(), name);
      } else {
        entries.fault(name, "", "unknown variable" + suggestion(name, sections));
      }
    }
  }

  /** Others may use the same prefix, but not what looks like a misspelt section of ours. */
  static boolean isOurs(String name, String separator) {
    String section = name.split(Pattern.quote(separator), 2)[0];
    return Nearest.of(section, Key.SECTIONS).isPresent();
  }

  private static Optional<String> key(String name, Set<String> sections) {
    for (Option<?> option : Option.ENGINE) {
      if (of(option.name()).equals(name)) {
        return Optional.of(option.name());
      }
    }
    for (String section : sections) {
      for (String last : lasts().toList()) {
        if (of(section + last).equals(name)) {
          return Optional.of(section + last);
        }
      }
    }
    return named(name);
  }

  /** A profile or account that only variables speak of; the longest ending is the key's. */
  private static Optional<String> named(String name) {
    for (String kind : List.of("profile", "account")) {
      String prefix = of(kind) + "_";
      if (!name.startsWith(prefix)) {
        continue;
      }
      return lasts()
          .filter(last -> name.endsWith(ending(last)))
          .filter(last -> name.length() > prefix.length() + ending(last).length())
          .max(Comparator.comparingInt(String::length))
          .map(
              last ->
                  kind
                      + "."
                      + name.substring(prefix.length(), name.length() - ending(last).length())
                          .toLowerCase(Locale.ROOT)
                      + "."
                      + last);
    }
    return Optional.empty();
  }

  private static String ending(String last) {
    return of(last).substring(PREFIX.length() - 1);
  }

  private static Stream<String> lasts() {
    return Stream.concat(
        Stream.concat(Option.ACCOUNT.stream(), Option.SANDBOX.stream()).map(Option::name),
        Key.limits().stream());
  }

  private static Set<String> sections(List<Entry> known) {
    Set<String> sections = new TreeSet<>(Set.of(Key.SANDBOX));
    for (Entry entry : known) {
      section(entry).filter(section -> !section.isEmpty()).ifPresent(sections::add);
    }
    return sections;
  }

  /** Unknown keys are reported where all keys are. */
  private static Optional<String> section(Entry entry) {
    try {
      return Optional.of(Key.of(entry.key()).section());
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }

  private static String suggestion(String name, Set<String> sections) {
    List<String> valid = new ArrayList<>();
    Option.ENGINE.forEach(option -> valid.add(of(option.name())));
    sections.forEach(section -> lasts().forEach(last -> valid.add(of(section + last))));
    return Nearest.suggestion(name, valid);
  }
}
