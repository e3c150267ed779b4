package dev.tachograph.agent.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads rules: {@code rule.1.script}, {@code rule.1.account} and so on. */
final class RuleLines {
  static final String PREFIX = "rule.";
  private static final String ACCOUNT = "account";
  private static final int MOST_RULES = 1_000;

  private RuleLines() {}

  /**
   * The rules in the order of their numbers.
   *
   * @throws IllegalArgumentException if something is wrong; the message names the line
   */
  static List<Rule> parse(List<ConfigLine> lines) {
    Map<Integer, Map<String, ConfigLine>> byNumber = new TreeMap<>();
    for (ConfigLine line : lines) {
      String[] words = line.key().substring(PREFIX.length()).split("\\.", 2);
      if (words.length < 2 || !(words[1].equals(ACCOUNT) || Entry.PARTS.contains(words[1]))) {
        throw line.fault(
            "unknown key '%s': expected rule.<number>. and one of script, thread, factory, account"
                .formatted(line.key()));
      }
      byNumber.computeIfAbsent(number(line, words[0]), n -> new HashMap<>()).put(words[1], line);
    }
    if (byNumber.size() > MOST_RULES) {
      throw lines
          .get(0)
          .fault(
              "%d rules are too many: at most %d are tried".formatted(byNumber.size(), MOST_RULES));
    }
    Map<Map<Integer, Glob>, Integer> known = new HashMap<>();
    List<Rule> rules = new ArrayList<>();
    byNumber.forEach(
        (number, keys) -> {
          Rule rule = rule(number, keys);
          Integer same = known.putIfAbsent(rule.conditions(), number);
          if (same != null) {
            throw keys.values()
                .iterator()
                .next()
                .fault(
                    "rule %d is never used, because rule %d has the same conditions: remove one"
                        .formatted(number, same));
          }
          rules.add(rule);
        });
    return rules;
  }

  private static int number(ConfigLine line, String text) {
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw line.fault(
          "'%s' in %s is no number of a rule: expected 1, 2, 3, ..., in which order rules are tried"
              .formatted(text, line.key()));
    }
    return Integer.parseInt(text);
  }

  private static Rule rule(int number, Map<String, ConfigLine> lines) {
    ConfigLine account = lines.remove(ACCOUNT);
    if (account == null) {
      throw lines
          .values()
          .iterator()
          .next()
          .fault("rule %d has no account: say who pays with rule.%1$d.account".formatted(number));
    }
    Map<Integer, Glob> conditions = new HashMap<>();
    List<String> names = new ArrayList<>();
    int stars = 0;
    for (int part = 0; part < Entry.PARTS.size(); part++) {
      ConfigLine line = lines.get(Entry.PARTS.get(part));
      if (line != null) {
        if (line.value().isEmpty()) {
          throw line.fault(line.key() + " is empty, which matches nothing: expected a pattern");
        }
        Glob glob = new Glob(line.value());
        conditions.put(part, glob);
        names.add(Entry.PARTS.get(part));
        stars += glob.stars();
      }
    }
    if (conditions.isEmpty()) {
      throw account.fault(
          ("rule %d has no condition: add rule.%1$d.script, .thread or .factory, or use the option"
                  + " account=name:X for all that no rule matches")
              .formatted(number));
    }
    try {
      return new Rule(conditions, AccountTemplate.parse(account.value(), names, stars));
    } catch (IllegalArgumentException wrong) {
      throw account.fault(account.key() + "=" + account.value() + ": " + wrong.getMessage());
    }
  }
}
