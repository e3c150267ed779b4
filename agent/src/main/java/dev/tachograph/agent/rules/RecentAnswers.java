package dev.tachograph.agent.rules;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What was answered lately: when there are too many answers, those go that nobody asked for since
 * that was so before. Thread-safe; an answer that gets lost meanwhile is found again.
 */
final class RecentAnswers {
  private static final int MOST = 1_024;
  private static final int LONGEST = 2_000;

  private volatile Map<Entry, String> young = new ConcurrentHashMap<>();
  private volatile Map<Entry, String> old = new ConcurrentHashMap<>();

  @Nullable String get(Entry entry) {
    String known = young.get(entry);
    if (known == null) {
      known = old.get(entry);
      if (known != null) {
        put(entry, known);
      }
    }
    return known;
  }

  void put(Entry entry, String answer) {
    if (entry.length() > LONGEST) {
      return;
    }
    Map<Entry, String> full = young;
    if (full.size() >= MOST) {
      old = full;
      young = new ConcurrentHashMap<>();
    }
    young.put(entry, answer);
  }

  /** How many are kept. */
  int size() {
    return young.size() + old.size();
  }
}
