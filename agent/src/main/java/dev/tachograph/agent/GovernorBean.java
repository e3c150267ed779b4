package dev.tachograph.agent;

import dev.tachograph.meter.AccountStanding;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Ledger;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import dev.tachograph.meter.management.AccountView;
import dev.tachograph.meter.management.EvaluationView;
import dev.tachograph.meter.management.GovernorMXBean;
import dev.tachograph.meter.management.ScriptView;
import dev.tachograph.meter.management.SuspensionView;
import dev.tachograph.meter.management.WeavingView;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** What operators see of the ledger, and may do to it. */
final class GovernorBean implements GovernorMXBean {
  private final OperatorView view;
  private final Ledger ledger;
  private final AgentLog log;

  private GovernorBean(OperatorView view, AgentLog log) {
    this.view = view;
    this.ledger = view.governor().ledger();
    this.log = log;
  }

  /** Adds one to the platform's MBean server, and starts that if need be. */
  static void register(OperatorView view, AgentLog log) {
    try {
      var unused =
          ManagementFactory.getPlatformMBeanServer()
              .registerMBean(new GovernorBean(view, log), new ObjectName(NAME));
    } catch (JMException | RuntimeException | LinkageError failure) {
      log.warn("scripts are metered, but JMX will not show " + NAME, failure);
    }
  }

  @Override
  public boolean isAttached() {
    return view.control().isAttached();
  }

  @Override
  public List<String> detach() {
    return view.control().detach();
  }

  @Override
  public void attach(String options) {
    view.control().attach(Objects.requireNonNull(options, "options"));
  }

  @Override
  public String getVersion() {
    return AgentVersion.text();
  }

  @Override
  public WeavingView getWeaving() {
    return new GovernorViews.Weaving(view.governor().statistics(), view.control().unmetered());
  }

  @Override
  public Map<String, Long> getTotals() {
    return GovernorViews.known(Report.total(view.report().byScript()));
  }

  @Override
  public int getAccountCount() {
    return ledger.accountIds().size();
  }

  @Override
  public int getRunningCount() {
    return ledger.evaluations().running().size();
  }

  @Override
  public List<String> getAccountIds() {
    return ledger.accountIds().stream().sorted().toList();
  }

  @Override
  public List<SuspensionView> getSuspensions() {
    return ledger.suspensions().stream().<SuspensionView>map(GovernorViews.Suspended::new).toList();
  }

  @Override
  public @Nullable AccountView account(String id) {
    return ledger.standing(id) == null ? null : view(id, ledger.usage(id), byAccount());
  }

  @Override
  public Map<String, Map<String, Long>> usages(List<String> ids) {
    Map<String, Map<String, Long>> usages = new HashMap<>();
    for (String id : ids) {
      if (ledger.standing(id) != null) {
        usages.put(id, GovernorViews.known(ledger.usage(id)));
      }
    }
    return usages;
  }

  @Override
  public List<AccountView> accounts() {
    Map<String, Long> running = byAccount();
    return getAccountIds().stream().map(id -> view(id, ledger.usage(id), running)).toList();
  }

  @Override
  public List<AccountView> topAccounts(String resource, int most) {
    Map<String, Long> running = byAccount();
    Map<String, Usage> usages = new HashMap<>();
    ledger.accountIds().forEach(id -> usages.put(id, ledger.usage(id)));
    return top(usages, resource, most)
        .map(one -> view(one.getKey(), one.getValue(), running))
        .toList();
  }

  @Override
  public List<ScriptView> topScripts(String resource, int most) {
    return top(view.report().byScript(), resource, most)
        .<ScriptView>map(one -> new GovernorViews.Script(one.getKey(), one.getValue()))
        .toList();
  }

  /** What used most comes first; what is unknown comes last. */
  private static Stream<Map.Entry<String, Usage>> top(
      Map<String, Usage> usages, String key, int most) {
    Resource resource =
        Resource.ofKey(key)
            .orElseThrow(() -> new IllegalArgumentException("no resource is called '" + key + "'"));
    Comparator<Map.Entry<String, Usage>> order =
        Comparator.comparing(one -> -one.getValue().get(resource));
    return usages.entrySet().stream()
        .sorted(order.thenComparing(Map.Entry.comparingByKey()))
        .limit(Math.max(0, most));
  }

  @Override
  public List<EvaluationView> running() {
    return ledger.evaluations().running().stream()
        .sorted(Comparator.comparing(EvaluationRecord::id))
        .<EvaluationView>map(GovernorViews.Evaluation::new)
        .toList();
  }

  @Override
  public String report() {
    return view.report().text();
  }

  private Map<String, Long> byAccount() {
    return ledger.evaluations().running().stream()
        .collect(Collectors.groupingBy(EvaluationRecord::account, Collectors.counting()));
  }

  private AccountView view(String id, Usage usage, Map<String, Long> running) {
    AccountStanding standing = ledger.standing(id);
    return new GovernorViews.Account(
        id,
        usage,
        ledger.limits(id),
        standing == null ? List.of() : standing.totals(),
        running.getOrDefault(id, 0L).intValue());
  }

  @Override
  public int suspend(String account, String by, String reason) {
    int stopped =
        ledger.suspendAccount(
            Objects.requireNonNull(account, "account"),
            Objects.requireNonNull(by, "by"),
            Objects.requireNonNull(reason, "reason"));
    log.info("account '%s' is suspended by %s: %s".formatted(account, by, reason));
    return stopped;
  }

  @Override
  public boolean resume(String account, String by) {
    boolean resumed =
        ledger.resumeAccount(
            Objects.requireNonNull(account, "account"), Objects.requireNonNull(by, "by"));
    if (resumed) {
      log.info("account '%s' is resumed by %s".formatted(account, by));
    }
    return resumed;
  }
}
