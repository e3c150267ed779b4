package dev.tachograph.agent;

import dev.tachograph.agent.rules.AccountRules;
import dev.tachograph.agent.rules.AmbientLimits;
import dev.tachograph.agent.rules.ConfigFile;
import dev.tachograph.agent.rules.ConfigLine;
import dev.tachograph.agent.weave.Parts;
import dev.tachograph.meter.Limits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What follows {@code -javaagent:tachograph-agent.jar=}: {@code key=value} pairs separated by
 * commas.
 *
 * @param text as it was given
 * @param config the file that {@code config} names, or {@code null}
 * @param report where the report is written at exit, or {@code null}
 * @param log where the agent logs, or {@code null} for standard error
 * @param rules by which ambient evaluations find their account first
 * @param accounts how those find it that no rule matches
 * @param limits the limits of every account that ambient evaluations open
 * @param limitsByAccount the same with those of single accounts
 * @param interruptCancels whether an interrupt of its thread cancels an evaluation
 * @param runsUnproven whether scripts run where it is not proven that they are metered
 * @param attributes whether costs are charged to functions and lines
 * @param only what is counted; if that is not everything, nothing is limited
 */
record AgentOptions(
    String text,
    @Nullable ConfigFile config,
    @Nullable Path report,
    @Nullable Path log,
    AccountRules rules,
    AccountRule accounts,
    Limits limits,
    AmbientLimits limitsByAccount,
    boolean interruptCancels,
    boolean runsUnproven,
    boolean attributes,
    Parts only) {

  /**
   * Reads options; those given directly win over those of the file that {@code config} names.
   *
   * @throws IllegalArgumentException if a key is unknown or given twice, a value does not parse, or
   *     limits contradict each other; the message names them
   */
  static AgentOptions parse(String text) {
    Map<String, String> direct = split(text);
    String named = direct.remove("config");
    OptionValues values = new OptionValues();
    if (named == null) {
      direct.forEach(values::set);
      return of(text, null, values, List.of(), List.of());
    }
    ConfigFile config = ConfigFile.read(OptionValues.path("config", named));
    List<ConfigLine> rules = new ArrayList<>();
    List<ConfigLine> limits = new ArrayList<>();
    for (ConfigLine line : config.lines()) {
      if (line.key().startsWith(AccountRules.PREFIX)) {
        rules.add(line);
      } else if (line.key().startsWith(AmbientLimits.PREFIX)) {
        limits.add(line);
      } else if (direct.keySet().stream().noneMatch(own -> isSame(own, line.key()))) {
        set(values, line);
      }
    }
    direct.forEach(values::set);
    return of(text, config, values, rules, limits);
  }

  private static void set(OptionValues values, ConfigLine line) {
    if (line.key().equals("config")) {
      throw line.fault("a config may not name another config: put everything into one file");
    }
    try {
      values.set(line.key(), line.value());
    } catch (IllegalArgumentException wrong) {
      throw line.fault(wrong.getMessage());
    }
  }

  private static Limits limits(OptionValues values, @Nullable ConfigFile config) {
    try {
      return values.limits();
    } catch (IllegalArgumentException contradiction) {
      throw config == null
          ? contradiction
          : new IllegalArgumentException(
              "config=" + config.file() + ": " + contradiction.getMessage(), contradiction);
    }
  }

  private static AgentOptions of(
      String text,
      @Nullable ConfigFile config,
      OptionValues values,
      List<ConfigLine> rules,
      List<ConfigLine> accountLimits) {
    values.requireWhole(accountLimits);
    Limits limits = limits(values, config);
    return new AgentOptions(
        text,
        config,
        values.report,
        values.log,
        AccountRules.of(rules),
        values.accounts,
        limits,
        AmbientLimits.of(limits, accountLimits),
        values.interruptCancels,
        values.runsUnproven,
        values.attributes,
        values.only);
  }

  /**
   * What the same options say now that their file may have changed.
   *
   * @throws IllegalArgumentException as {@link #parse}, or if something has changed that is in
   *     force until the JVM ends
   */
  AgentOptions readAgain() {
    AgentOptions now = parse(text);
    requireSameFor(now);
    return now;
  }

  /**
   * What must be the same in other options that take the place of these.
   *
   * @throws IllegalArgumentException if something is different that is in force until the JVM ends
   */
  void requireSameFor(AgentOptions now) {
    requireSame("report", report, now.report, now);
    requireSame("log", log, now.log, now);
    requireSame("interrupt", interruptCancels, now.interruptCancels, now);
    requireSame("unproven", runsUnproven, now.runsUnproven, now);
    requireSame("attribution", attributes, now.attributes, now);
    requireSame("only", only, now.only, now);
  }

  private static void requireSame(
      String key, @Nullable Object before, @Nullable Object after, AgentOptions now) {
    if (!Objects.equals(before, after)) {
      String what =
          key + " cannot change while the JVM runs: put it back as it was, or restart the JVM";
      if (now.config == null) {
        throw new IllegalArgumentException(what);
      }
      for (ConfigLine line : now.config.lines()) {
        if (line.key().equals(key)) {
          throw line.fault(what);
        }
      }
      throw new IllegalArgumentException("config=" + now.config.file() + ": " + what);
    }
  }

  /** Whether two keys are words for the same limit. */
  private static boolean isSame(String one, String other) {
    if (one.equals(other)) {
      return true;
    }
    try {
      return OptionValues.isLimit(one)
          && OptionValues.isLimit(other)
          && Limits.optionKey(one).equals(Limits.optionKey(other));
    } catch (IllegalArgumentException unknown) {
      return false; // which is said where it is read
    }
  }

  /** The pairs as they are written, in their order. */
  static Map<String, String> split(String text) {
    Map<String, String> options = new LinkedHashMap<>();
    if (text.isBlank()) {
      return options;
    }
    for (String pair : text.split(",", -1)) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw new IllegalArgumentException(
            "'" + pair + "' is not an option: expected key=value, separated by commas");
      }
      String key = pair.substring(0, equals).trim();
      if (options.put(key, pair.substring(equals + 1).trim()) != null) {
        throw new IllegalArgumentException("option '" + key + "' is given twice");
      }
    }
    return options;
  }
}
