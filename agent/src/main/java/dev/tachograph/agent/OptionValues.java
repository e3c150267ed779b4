package dev.tachograph.agent;

import dev.tachograph.agent.rules.ConfigLine;
import dev.tachograph.agent.weave.Parts;
import dev.tachograph.meter.Limits;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The values of options while they are collected. Not thread-safe. */
final class OptionValues {
  @Nullable Path report;
  @Nullable Path log;
  AccountRule accounts = AccountRule.SCRIPT;
  boolean interruptCancels;
  boolean runsUnproven;
  boolean attributes;
  Parts only = Parts.ALL;

  private final Limits.Builder limits = Limits.builder();
  private final Map<String, String> givenLimits = new HashMap<>();

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if there is no such option, or its value is none
   */
  void set(String key, String value) {
    switch (key) {
      case "report" -> report = path(key, value);
      case "log" -> log = path(key, value);
      case "account" -> accounts = AccountRule.parse(value);
      case "interrupt" -> interruptCancels = isOn(key, value, "ignore", "cancel");
      case "unproven" -> runsUnproven = isOn(key, value, "refuse", "report");
      case "attribution" -> attributes = isOn(key, value, "none", "function");
      case "only" -> only = Parts.parse(value);
      default -> limit(key, value);
    }
  }

  /**
   * The limits of all accounts.
   *
   * @throws IllegalArgumentException if they contradict each other, or there are some although not
   *     everything is counted
   */
  Limits limits() {
    if (!only.isAll() && !givenLimits.isEmpty()) {
      throw new IllegalArgumentException(
          contradiction(String.join(", ", new TreeSet<>(givenLimits.values()))));
    }
    return limits.build();
  }

  /**
   * Looks whether an agent that counts only some resources is asked for more.
   *
   * @param ofAccounts limits of single accounts
   * @throws IllegalArgumentException if so
   */
  void requireWhole(List<ConfigLine> ofAccounts) {
    if (only.isAll()) {
      return;
    }
    if (interruptCancels) {
      throw new IllegalArgumentException(
          "interrupt=cancel contradicts only=%s, where nothing can be stopped: leave one of them out"
              .formatted(only));
    }
    if (attributes) {
      throw new IllegalArgumentException(
          "only=%s contradicts attribution=function, which needs all counts: leave one of them out"
              .formatted(only));
    }
    if (!ofAccounts.isEmpty()) {
      ConfigLine line = ofAccounts.get(0);
      throw line.fault(contradiction(line.key() + "=" + line.value()));
    }
  }

  private String contradiction(String limits) {
    return "%s contradicts only=%s, where nothing can be limited: leave the limits out, or leave only out to count and limit everything"
        .formatted(limits, only);
  }

  static boolean isLimit(String key) {
    return key.startsWith(Limits.PER_EVALUATION_PREFIX)
        || key.startsWith(Limits.TOTAL_PREFIX)
        || key.startsWith(Limits.REFILL_PREFIX);
  }

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

  private void limit(String key, String value) {
    if (!isLimit(key)) {
      throw new IllegalArgumentException(
          "unknown option '"
              + key
              + "'; the options are config, report, log, account, interrupt, unproven, attribution,"
              + " only, limit.<resource>, total.<resource> and refill.<resource>; rule.<number>. and"
              + " account.<name>. belong into the file that config names");
    }
    String same = givenLimits.putIfAbsent(Limits.optionKey(key), key + "=" + value);
    if (same != null) {
      throw new IllegalArgumentException(
          key
              + "="
              + value
              + " contradicts "
              + same
              + ": both are the same limit, so give one of them");
    }
    limits.parse(key, value);
  }

  /** Of two words, whether it is the second. */
  private static boolean isOn(String key, String value, String off, String on) {
    if (!value.equals(off) && !value.equals(on)) {
      throw new IllegalArgumentException(key + "=" + value + ": expected " + off + " or " + on);
    }
    return value.equals(on);
  }
}
