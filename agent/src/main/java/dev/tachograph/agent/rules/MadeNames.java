package dev.tachograph.agent.rules;

import java.util.HashSet;
import java.util.Set;

/**
 * The accounts that a rule has made of what it matched: not more than a number of them, and none
 * with an endless name, since scripts may be named by those who are to be limited. Thread-safe.
 */
final class MadeNames {
  static final int MOST = 10_000;
  static final int LONGEST = 500;

  private final String others;
  private final Set<String> made = new HashSet<>();
  private boolean full;

  /**
   * @param others the account of all that have none of their own
   */
  MadeNames(String others) {
    this.others = others;
  }

  /** This name, or that of the others. */
  synchronized String admit(String name) {
    if (name.isEmpty() || name.length() > LONGEST) {
      return others;
    }
    if (made.size() < MOST || made.contains(name)) {
      made.add(name);
      return name;
    }
    full = true;
    return others;
  }

  String others() {
    return others;
  }

  /** Whether a name was turned away because there were too many. */
  synchronized boolean isFull() {
    return full;
  }
}
