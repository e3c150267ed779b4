package dev.tachograph.engine.config;

import dev.tachograph.engine.Sandbox;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is in force, parsed and checked. */
final class Values {
  /** A value that was given. */
  private record Given(Key key, Entry entry, @Nullable Object value) {}

  /** By whole key; limits have their text only. */
  private final Map<String, Given> given = new TreeMap<>();

  private Values() {}

  /**
   * Takes the last entry of each key.
   *
   * @throws ConfigurationException if there is any fault
   */
  static Values of(Entries entries) {
    Values values = new Values();
    for (Entry entry : entries.all()) {
      try {
        values.add(entry);
      } catch (IllegalArgumentException wrong) {
        entries.fault(entry.source(), entry.key(), String.valueOf(wrong.getMessage()));
      }
    }
    values.check(entries);
    if (!entries.faults().isEmpty()) {
      throw new ConfigurationException(entries.faults());
    }
    return values;
  }

  private void add(Entry entry) {
    Key key = Key.of(entry.key());
    if (entry.text().isEmpty()) {
      throw new IllegalArgumentException("there is no value");
    }
    Option<?> option = key.option();
    Given now =
        new Given(key, entry, option == null ? parseLimit(key, entry) : parse(option, entry));
    Given before = given.put(key.whole(), now);
    if (before != null && isSame(before.entry(), entry)) {
      throw new IllegalArgumentException(
          "the same as %s, which is there too".formatted(before.entry().key()));
    }
  }

  /** Two words for one limit, in one file. */
  private static boolean isSame(Entry before, Entry entry) {
    return !before.key().equals(entry.key()) && file(before).equals(file(entry));
  }

  private static String file(Entry entry) {
    return entry.source().replaceFirst(":[0-9]+$", "");
  }

  private static Object parse(Option<?> option, Entry entry) {
    try {
      return Objects.requireNonNull(option.type().parser().parse(entry.text()));
    } catch (IllegalArgumentException wrong) {
      String shown = option.isSecret() ? "***" : entry.text();
      throw new IllegalArgumentException("%s: %s".formatted(shown, wrong.getMessage()), wrong);
    }
  }

  private static @Nullable Object parseLimit(Key key, Entry entry) {
    try {
      Limits.builder().parse(key.name(), entry.text());
      return null;
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          String.valueOf(wrong.getMessage()).replaceFirst("^[A-Za-z.]+=", ""), wrong);
    }
  }

  /** What only shows when all is known. */
  private void check(Entries entries) {
    for (String account : names("account.")) {
      Given profile = given.get(Key.account(account) + Option.PROFILE.name());
      if (profile != null && !names("profile.").contains(profile.entry().text())) {
        entries.fault(
            profile.entry().source(),
            profile.entry().key(),
            "there is no profile %s%s"
                .formatted(
                    profile.entry().text(),
                    Nearest.suggestion(profile.entry().text(), names("profile."))));
      }
    }
    checkStore(entries);
    Set<List<String>> stacks = new LinkedHashSet<>();
    stacks.add(List.of(Key.SANDBOX));
    names("profile.").forEach(name -> stacks.add(List.of(Key.SANDBOX, Key.profile(name))));
    names("account.").forEach(name -> stacks.add(sections(name)));
    for (List<String> sections : stacks) {
      try {
        limits(sections);
      } catch (IllegalArgumentException contradiction) {
        entries.fault(
            sections.get(sections.size() - 1) + "*",
            "",
            String.valueOf(contradiction.getMessage()));
      }
    }
  }

  private void checkStore(Entries entries) {
    Given directory = given.get(Option.STORE_DIRECTORY.name());
    Given key = given.get(Option.STORE_KEY.name());
    Given file = given.get(Option.STORE_KEY_FILE.name());
    if (directory != null && key == null && file == null) {
      entries.fault(
          directory.entry().source(),
          directory.entry().key(),
          "a store needs a key: set store.keyFile or store.key");
    }
    if (key != null && file != null) {
      entries.fault(
          key.entry().source(), key.entry().key(), "store.keyFile is there too: give one of them");
    }
  }

  /** The profiles or accounts that have settings. */
  Set<String> names(String kind) {
    Set<String> names = new TreeSet<>();
    for (Given one : given.values()) {
      String section = one.key().section();
      if (section.startsWith(kind)) {
        names.add(section.substring(kind.length(), section.length() - 1));
      }
    }
    return names;
  }

  /** Where the settings of an account are looked for; the last one wins. */
  List<String> sections(String account) {
    List<String> sections = new ArrayList<>(List.of(Key.SANDBOX));
    String profile = find(Key.account(account), Option.PROFILE);
    if (profile != null) {
      sections.add(Key.profile(profile));
    }
    sections.add(Key.account(account));
    return sections;
  }

  <T> T of(Option<T> option) {
    return of("", option);
  }

  <T> T of(String section, Option<T> option) {
    return of(List.of(section), option);
  }

  <T> T of(List<String> sections, Option<T> option) {
    T found = find(sections, option);
    return found == null ? option.type().parser().parse(option.preset()) : found;
  }

  <T> @Nullable T find(String section, Option<T> option) {
    return find(List.of(section), option);
  }

  @SuppressWarnings("unchecked") // parsed by the option's own type
  <T> @Nullable T find(List<String> sections, Option<T> option) {
    T found = null;
    for (String section : sections) {
      Given one = given.get(section + option.name());
      found = one == null ? found : (T) one.value();
    }
    return found;
  }

  /**
   * The limits that sections name, and {@linkplain Sandbox#defaultLimits the defaults} of those
   * that none names; a default does not contradict a smaller total.
   */
  Limits limits(List<String> sections) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String section : sections) {
      for (Given one : given.values()) {
        if (one.key().option() == null && one.key().section().equals(section)) {
          texts.put(one.key().name(), one.entry().text());
        }
      }
    }
    Limits.Builder limits = Limits.builder();
    texts.forEach(limits::parse);
    Limits set = limits.build();
    Limits defaults = Sandbox.defaultLimits();
    for (Resource resource : Resource.all()) {
      defaults
          .perEvaluation(resource)
          .ifPresent(
              bound -> {
                if (!texts.containsKey(Limits.PER_EVALUATION_PREFIX + resource.key())) {
                  limits.perEvaluation(
                      resource, Math.min(bound, set.total(resource).orElse(bound)));
                }
              });
    }
    return limits.build();
  }

  List<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    for (Option<?> option : Option.ENGINE) {
      add(settings, "", option);
    }
    for (Option<?> option : Option.SANDBOX) {
      add(settings, Key.SANDBOX, option);
    }
    new TreeMap<>(Sandbox.defaultLimits().toProperties())
        .forEach(
            (name, text) -> {
              if (!given.containsKey(Key.SANDBOX + name)) {
                settings.add(new Setting(Key.SANDBOX + name, (String) text, Setting.DEFAULT));
              }
            });
    for (Given one : given.values()) {
      if (settings.stream().noneMatch(setting -> setting.key().equals(one.key().whole()))) {
        settings.add(new Setting(one.key().whole(), shown(one), one.entry().source()));
      }
    }
    settings.sort(Comparator.comparingInt(setting -> section(setting.key())));
    return settings;
  }

  private static int section(String key) {
    return Key.SECTIONS.indexOf(key.substring(0, key.indexOf('.')));
  }

  private void add(List<Setting> settings, String section, Option<?> option) {
    Given one = given.get(section + option.name());
    if (one != null) {
      settings.add(new Setting(one.key().whole(), shown(one), one.entry().source()));
    } else if (!option.preset().isEmpty()) {
      settings.add(new Setting(section + option.name(), option.preset(), Setting.DEFAULT));
    }
  }

  private static String shown(Given one) {
    Option<?> option = one.key().option();
    return option != null && option.isSecret() ? "***" : one.entry().text();
  }
}
