package dev.tachograph.agent.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rules that find the account of an evaluation: the first one that matches. Thread-safe.
 *
 * <p>Asked whenever an evaluation opens, so answers are remembered.
 */
public final class AccountRules {
  /** The prefix of the keys of rules. */
  public static final String PREFIX = RuleLines.PREFIX;

  private static final String OTHERS = "(other)";

  /** Remembered where no rule matches; no account has this name. */
  private static final String NO_RULE = "";

  private final List<Active> rules = new ArrayList<>();
  private final boolean lookAtThreads;
  private final boolean lookAtFactories;
  private final RecentAnswers answers = new RecentAnswers();
  private final Consumer<String> warnings;

  /** A rule, and the accounts that it has made. */
  private record Active(Rule rule, MadeNames names) {}

  private AccountRules(List<Rule> rules, List<Active> before, Consumer<String> warnings) {
    Map<Rule, MadeNames> known = new HashMap<>();
    before.forEach(active -> known.put(active.rule, active.names));
    for (Rule rule : rules) {
      MadeNames names = known.get(rule);
      this.rules.add(
          new Active(rule, names != null ? names : new MadeNames(rule.account().fill(OTHERS))));
    }
    this.warnings = warnings;
    lookAtThreads = rules.stream().anyMatch(rule -> rule.looksAt(1));
    lookAtFactories = rules.stream().anyMatch(rule -> rule.looksAt(2));
  }

  /**
   * Reads rules.
   *
   * @param lines with keys of rules
   * @throws IllegalArgumentException if a line is wrong; the message names it
   */
  public static AccountRules of(List<ConfigLine> lines) {
    return new AccountRules(RuleLines.parse(lines), List.of(), warning -> {});
  }

  /**
   * These rules in the place of others: one that stays knows the accounts that it has made.
   *
   * @param warnings where to say what operators should know
   */
  public AccountRules inPlaceOf(AccountRules before, Consumer<String> warnings) {
    return new AccountRules(rules.stream().map(Active::rule).toList(), before.rules, warnings);
  }

  /**
   * Uses every class that is needed to find an account: a script may choose how much stack is left
   * where one is first needed.
   */
  public static void prepare() {
    Map<Integer, Glob> conditions = new HashMap<>();
    for (int part = 0; part < Entry.PARTS.size(); part++) {
      conditions.put(part, new Glob("?*b*"));
    }
    Rule rule = new Rule(conditions, new AccountTemplate("{1}{script}"));
    AccountRules rules = new AccountRules(List.of(rule), List.of(), warning -> {});
    for (String script : new String[] {"abc", "abc", "none"}) {
      var unused = rules.account(script, "abc", "abc");
    }
  }

  /** How many there are. */
  public int size() {
    return rules.size();
  }

  /** Whether a rule looks at the name of the thread. */
  public boolean lookAtThreads() {
    return lookAtThreads;
  }

  /** Whether a rule looks at the class of the context factory. */
  public boolean lookAtFactories() {
    return lookAtFactories;
  }

  /**
   * Who pays, or {@code null} if no rule matches.
   *
   * @param script the source name of what is entered
   * @param thread the name of the thread; anything unless rules look at it
   * @param factory the class name of the context factory; as above
   */
  public @Nullable String account(String script, String thread, String factory) {
    Entry entry = new Entry(script, lookAtThreads ? thread : "", lookAtFactories ? factory : "");
    String answer = answers.get(entry);
    if (answer == null) {
      answer = find(entry);
      answers.put(entry, answer);
    }
    return answer.equals(NO_RULE) ? null : answer;
  }

  private String find(Entry entry) {
    for (int i = 0; i < rules.size(); i++) {
      Active active = rules.get(i);
      if (active.rule.matches(entry)) {
        AccountTemplate account = active.rule.account();
        return account.isFixed() ? account.text() : made(active, active.rule.name(entry));
      }
    }
    return NO_RULE;
  }

  private String made(Active active, String name) {
    boolean wasFull = active.names.isFull();
    String admitted = active.names.admit(name);
    if (!wasFull && active.names.isFull()) {
      warnings.accept(
          ("the rule with account=%s has made %d accounts, which is the most: what else it matches"
                  + " pays together as account '%s'. Remedy: let it match less, or put less into the"
                  + " account's name")
              .formatted(active.rule.account().text(), MadeNames.MOST, active.names.others()));
    }
    return admitted;
  }

  /** How many answers are remembered. */
  int remembered() {
    return answers.size();
  }
}
