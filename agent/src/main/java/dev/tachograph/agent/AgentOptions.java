package dev.tachograph.agent;

import dev.tachograph.meter.Limits;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What follows {@code -javaagent:tachograph-agent.jar=}: {@code key=value} pairs separated by
 * commas.
 *
 * @param report where the report is written at exit, or {@code null}
 * @param log where the agent logs, or {@code null} for standard error
 * @param accounts how ambient evaluations find their account
 * @param limits the limits of every account that ambient evaluations open
 * @param interruptCancels whether an interrupt of its thread cancels an evaluation
 * @param attributes whether costs are charged to functions and lines
 */
record AgentOptions(
    @Nullable Path report,
    @Nullable Path log,
    AccountRule accounts,
    Limits limits,
    boolean interruptCancels,
    boolean attributes) {

  /**
   * Reads options; those given directly win over those of the file that {@code config} names.
   *
   * @throws IllegalArgumentException if a key is unknown or given twice, a value does not parse, or
   *     limits contradict each other; the message names them
   */
  static AgentOptions parse(String text) {
    Map<String, String> direct = split(text);
    Map<String, String> all = new LinkedHashMap<>();
    String config = direct.remove("config");
    if (config != null) {
      all.putAll(read(path("config", config)));
      all.keySet().removeIf(key -> direct.keySet().stream().anyMatch(own -> isSame(own, key)));
    }
    all.putAll(direct);
    return of(all);
  }

  private static boolean isLimit(String key) {
    return key.startsWith(Limits.PER_EVALUATION_PREFIX)
        || key.startsWith(Limits.TOTAL_PREFIX)
        || key.startsWith(Limits.REFILL_PREFIX);
  }

  /** Whether two keys are words for the same limit. */
  private static boolean isSame(String one, String other) {
    return isLimit(one) && isLimit(other) && Limits.optionKey(one).equals(Limits.optionKey(other));
  }

  private static AgentOptions of(Map<String, String> options) {
    Path report = null;
    Path log = null;
    AccountRule accounts = AccountRule.SCRIPT;
    Limits.Builder limits = Limits.builder();
    Map<String, String> limitKeys = new HashMap<>();
    boolean interruptCancels = false;
    boolean attributes = false;
    for (Map.Entry<String, String> option : options.entrySet()) {
      String key = option.getKey();
      String value = option.getValue();
      switch (key) {
        case "report" -> report = path(key, value);
        case "log" -> log = path(key, value);
        case "account" -> accounts = AccountRule.parse(value);
        case "interrupt" -> interruptCancels = interruptCancels(value);
        case "attribution" -> attributes = attributes(value);
        default -> {
          if (!isLimit(key)) {
            throw new IllegalArgumentException(
                "unknown option '"
                    + key
                    + "'; the options are config, report, log, account, interrupt, attribution,"
                    + " limit.<resource>, total.<resource> and refill.<resource>");
          }
          String same = limitKeys.putIfAbsent(Limits.optionKey(key), key);
          if (same != null) {
            throw new IllegalArgumentException(
                key
                    + "="
                    + value
                    + " contradicts "
                    + same
                    + "="
                    + options.get(same)
                    + ": both are the same limit, so give one of them");
          }
          limits.parse(key, value);
        }
      }
    }
    return new AgentOptions(report, log, accounts, limits.build(), interruptCancels, attributes);
  }

  private static boolean interruptCancels(String value) {
    return switch (value) {
      case "cancel" -> true;
      case "ignore" -> false;
      default ->
          throw new IllegalArgumentException("interrupt=" + value + ": expected ignore or cancel");
    };
  }

  private static boolean attributes(String value) {
    return switch (value) {
      case "function" -> true;
      case "none" -> false;
      default ->
          throw new IllegalArgumentException(
              "attribution=" + value + ": expected none or function");
    };
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

  private static Map<String, String> read(Path file) {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(in);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException("config=" + file + " cannot be read: " + unreadable);
    }
    Map<String, String> options = new LinkedHashMap<>();
    properties.stringPropertyNames().stream()
        .sorted()
        .forEach(key -> options.put(key, properties.getProperty(key).trim()));
    if (options.containsKey("config")) {
      throw new IllegalArgumentException("config=" + file + " may not name another config");
    }
    return options;
  }

  /** The absolute path that an option names. */
  static Path path(String key, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(key + "= names no file");
    }
    try {
      return Path.of(value).toAbsolutePath();
    } catch (InvalidPathException invalid) {
      throw new IllegalArgumentException(key + "=" + value + " is no file name: " + invalid);
    }
  }
}
