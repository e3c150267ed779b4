package dev.tachograph.agent;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Ledger;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Suspension;
import dev.tachograph.meter.Usage;
import dev.tachograph.meter.management.AccountView;
import dev.tachograph.meter.management.GovernorMXBean;
import dev.tachograph.meter.management.SuspensionView;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** What operators see of the ledger, and may do to it. */
final class GovernorBean implements GovernorMXBean {
  private final Ledger ledger;
  private final AgentLog log;

  private GovernorBean(Ledger ledger, AgentLog log) {
    this.ledger = ledger;
    this.log = log;
  }

  /** Adds one to the platform's MBean server, and starts that if need be. */
  static void register(Ledger ledger, AgentLog log) {
    try {
      var unused =
          ManagementFactory.getPlatformMBeanServer()
              .registerMBean(new GovernorBean(ledger, log), new ObjectName(NAME));
    } catch (JMException | RuntimeException | LinkageError failure) {
      log.warn("scripts are metered, but JMX will not show " + NAME, failure);
    }
  }

  @Override
  public List<String> getAccountIds() {
    return ledger.accountIds().stream().sorted().toList();
  }

  @Override
  public List<SuspensionView> getSuspensions() {
    return ledger.suspensions().stream().<SuspensionView>map(Suspended::new).toList();
  }

  @Override
  public @Nullable AccountView account(String id) {
    return ledger.standing(id) == null ? null : view(id, running());
  }

  @Override
  public List<AccountView> accounts() {
    Map<String, Long> running = running();
    return getAccountIds().stream().map(id -> view(id, running)).toList();
  }

  private Map<String, Long> running() {
    return ledger.running().stream()
        .collect(Collectors.groupingBy(EvaluationRecord::account, Collectors.counting()));
  }

  private AccountView view(String id, Map<String, Long> running) {
    Usage usage = ledger.usage(id);
    Map<String, Long> known = new TreeMap<>();
    for (Resource resource : Resource.all()) {
      if (usage.get(resource) != Usage.UNKNOWN) {
        known.put(resource.jsonKey(), usage.get(resource));
      }
    }
    return new Account(
        id, known, ledger.limits(id).toString(), running.getOrDefault(id, 0L).intValue());
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

  private record Account(String id, Map<String, Long> usage, String limits, int running)
      implements AccountView {
    @Override
    public String getId() {
      return id;
    }

    @Override
    public Map<String, Long> getUsage() {
      return usage;
    }

    @Override
    public String getLimits() {
      return limits;
    }

    @Override
    public int getRunning() {
      return running;
    }
  }

  private record Suspended(Suspension suspension) implements SuspensionView {
    @Override
    public String getAccount() {
      return suspension.account();
    }

    @Override
    public String getBy() {
      return suspension.by();
    }

    @Override
    public String getReason() {
      return suspension.reason();
    }

    @Override
    public long getSince() {
      return suspension.since().toEpochMilli();
    }
  }
}
