package dev.tachograph.engine.config;

import java.util.ArrayList;
import java.util.List;

/** What the sources said, in their order, and what was wrong with it. */
final class Entries {
  /** No configuration has more. */
  private static final int MOST = 10_000;

  private final List<Entry> all = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  void add(String key, String text, String source) {
    if (all.size() == MOST) {
      throw new IllegalArgumentException(
          "%s: there are more than %d settings".formatted(source, MOST));
    }
    all.add(new Entry(key, text.strip(), source));
  }

  void fault(String source, String key, String problem) {
    faults.add(key.isEmpty() ? source + ": " + problem : source + ": " + key + ": " + problem);
  }

  List<Entry> all() {
    return all;
  }

  List<String> faults() {
    return faults;
  }
}
