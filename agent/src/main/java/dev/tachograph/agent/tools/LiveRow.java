package dev.tachograph.agent.tools;

import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import dev.tachograph.meter.management.AccountView;
import dev.tachograph.meter.management.LimitView;
import dev.tachograph.meter.management.ScriptView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An account or a script at one moment.
 *
 * @param name the account's id, or the script's source name
 * @param usage what it used so far
 * @param limits of an account, as in the report
 * @param share how much of each limit is used, in percent, by the keys of limits: of a limit on
 *     evaluations, by the one that runs and used most
 * @param running how many evaluations run
 */
record LiveRow(
    String name, Usage usage, Map<String, Long> limits, Map<String, Double> share, int running) {
  private static final double PERCENT = 100;

  static LiveRow of(ScriptView script, List<LiveEvaluation> running) {
    String name = script.getName();
    long runs = running.stream().filter(open -> open.script().equals(name)).count();
    return new LiveRow(name, LiveReading.usage(script.getUsage()), Map.of(), Map.of(), (int) runs);
  }

  static LiveRow of(AccountView account, List<LiveEvaluation> running) {
    Map<String, Long> limits = account.getLimitValues();
    Map<String, Double> share = new LinkedHashMap<>();
    List<LiveEvaluation> own =
        running.stream().filter(open -> open.account().equals(account.getId())).toList();
    for (Resource resource : Resource.all()) {
      Long limit = limits.get("limit." + resource.jsonKey());
      long used = own.stream().mapToLong(open -> open.usage().get(resource)).max().orElse(-1);
      if (limit != null && used != Usage.UNKNOWN) {
        share.put("limit." + resource.jsonKey(), percent(used, limit));
      }
    }
    for (LimitView total : account.getTotals()) {
      if (total.getUsed() != Usage.UNKNOWN) {
        share.put("total." + total.getResource(), percent(total.getUsed(), total.getLimit()));
      }
    }
    return new LiveRow(
        account.getId(),
        LiveReading.usage(account.getUsage()),
        limits,
        share,
        account.getRunning());
  }

  private static double percent(long used, long limit) {
    return limit == 0 ? PERCENT : PERCENT * used / limit;
  }
}
