package dev.tachograph.agent.rules;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an account in which a rule may put what it has matched: {@code {1}} for the first
 * {@code *}, {@code {script}} for the whole name. Immutable and thread-safe.
 *
 * @param text as in the rule
 */
record AccountTemplate(String text) {
  private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)\\}");

  /**
   * Reads a rule's value.
   *
   * @param names what may be put in by its name
   * @param stars how many {@code *} may be put in
   */
  static AccountTemplate parse(String text, Iterable<String> names, int stars) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("an account needs a name");
    }
    Matcher place = PLACE.matcher(text);
    while (place.find()) {
      requireKnown(place.group(1), names, stars);
    }
    return new AccountTemplate(text);
  }

  private static void requireKnown(String place, Iterable<String> names, int stars) {
    for (String name : names) {
      if (name.equals(place)) {
        return;
      }
    }
    if (place.matches("[1-9][0-9]?")) {
      if (Integer.parseInt(place) > stars) {
        throw new IllegalArgumentException(
            "{%s} stands for a * that is not there: the rule has %d".formatted(place, stars));
      }
      return;
    }
    throw new IllegalArgumentException(
        "{%s} is unknown: expected {1} for the first *, or one of %s that the rule has"
            .formatted(place, names));
  }

  /** Whether it is one name, whatever is matched. */
  boolean isFixed() {
    return !PLACE.matcher(text).find();
  }

  /** The name with what was matched; it may be empty. */
  String fill(Map<String, String> names, List<String> stars) {
    StringBuilder name = new StringBuilder();
    Matcher place = PLACE.matcher(text);
    int from = 0;
    while (place.find()) {
      name.append(text, from, place.start());
      String known = names.get(place.group(1));
      name.append(known != null ? known : stars.get(Integer.parseInt(place.group(1)) - 1));
      from = place.end();
    }
    return name.append(text, from, text.length()).toString();
  }

  /** The name with the same word in all places. */
  String fill(String word) {
    return PLACE.matcher(text).replaceAll(Matcher.quoteReplacement(word));
  }
}
