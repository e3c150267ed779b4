package dev.tachograph.agent.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A rule that says who pays for some evaluations. Immutable and thread-safe.
 *
 * @param conditions by the parts of an {@link Entry}, all of which have to match
 * @param account the name of who pays
 */
record Rule(Map<Integer, Glob> conditions, AccountTemplate account) {
  Rule {
    conditions = Map.copyOf(conditions);
  }

  /** Whether it depends on a part. */
  boolean looksAt(int part) {
    return conditions.containsKey(part);
  }

  boolean matches(Entry entry) {
    for (int part = 0; part < Entry.PARTS.size(); part++) {
      Glob condition = conditions.get(part);
      if (condition != null && !condition.matches(entry.part(part))) {
        return false;
      }
    }
    return true;
  }

  /** The account of an entry that matches; the name may be empty. */
  String name(Entry entry) {
    if (account.isFixed()) {
      return account.text();
    }
    Map<String, String> names = new HashMap<>();
    List<String> stars = new ArrayList<>();
    for (int part = 0; part < Entry.PARTS.size(); part++) {
      Glob condition = conditions.get(part);
      List<String> captured = condition == null ? null : condition.capture(entry.part(part));
      if (captured != null) {
        names.put(Entry.PARTS.get(part), entry.part(part));
        stars.addAll(captured);
      }
    }
    return account.fill(names, stars);
  }
}
