package dev.tachograph.agent.tools;

import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import dev.tachograph.meter.management.GovernorMXBean;
import dev.tachograph.meter.management.SuspensionView;
import dev.tachograph.meter.management.WeavingView;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How everything stands in a JVM at one moment.
 *
 * @param at when, by this host's clock
 * @param nanos the same, by one that nobody sets
 * @param version of the agent
 * @param totals what all scripts used
 * @param accounts those that used most, the most first
 * @param scripts the same of scripts
 * @param accountCount how many accounts are open
 * @param running what runs
 * @param suspended who suspended an account, and why; by account
 * @param weaving what was done to classes, as in the report
 * @param unmetered the Rhinos that are not metered, in sentences
 */
record LiveReading(
    Instant at,
    long nanos,
    String version,
    Usage totals,
    List<LiveRow> accounts,
    List<LiveRow> scripts,
    int accountCount,
    List<LiveEvaluation> running,
    Map<String, String> suspended,
    Map<String, @Nullable Object> weaving,
    List<String> unmetered) {

  /**
   * Asks for it.
   *
   * @param by what the rows are sorted by
   * @param most so many accounts and scripts
   */
  static LiveReading of(GovernorMXBean governor, Resource by, int most) {
    WeavingView woven = governor.getWeaving();
    Map<String, @Nullable Object> weaving = new LinkedHashMap<>();
    weaving.put("scriptClasses", woven.getScriptClasses());
    weaving.put("runtimeClasses", woven.getRuntimeClasses());
    weaving.put("refused", woven.getRefused());
    weaving.put("rhinoVersions", woven.getRhinoVersions());
    List<String> only = only(woven);
    if (!only.isEmpty()) {
      weaving.put("only", only);
    }
    Map<String, String> suspended = new LinkedHashMap<>();
    for (SuspensionView one : governor.getSuspensions()) {
      suspended.merge(
          one.getAccount(),
          one.getBy() + ": " + one.getReason(),
          (before, also) -> before + "; " + also);
    }
    List<LiveEvaluation> running = governor.running().stream().map(LiveEvaluation::of).toList();
    return new LiveReading(
        Instant.now(),
        System.nanoTime(),
        governor.getVersion(),
        usage(governor.getTotals()),
        governor.topAccounts(by.key(), most).stream()
            .map(view -> LiveRow.of(view, running))
            .toList(),
        governor.topScripts(by.key(), most).stream()
            .map(view -> LiveRow.of(view, running))
            .toList(),
        governor.getAccountCount(),
        running,
        suspended,
        weaving,
        woven.getUnmetered());
  }

  /** What is counted, if that is not everything; older agents do not say, and count everything. */
  private static List<String> only(WeavingView woven) {
    try {
      return woven.getOnly();
    } catch (UndeclaredThrowableException | IllegalArgumentException older) {
      return List.of();
    }
  }

  /** From JMX, where what is unknown is absent. */
  static Usage usage(Map<String, Long> known) {
    Map<String, @Nullable Long> map = new HashMap<>(known);
    return Usage.ofMap(map);
  }
}
