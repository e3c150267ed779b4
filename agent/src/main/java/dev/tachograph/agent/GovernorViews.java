package dev.tachograph.agent;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.LimitStatus;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Suspension;
import dev.tachograph.meter.Usage;
import dev.tachograph.meter.management.AccountView;
import dev.tachograph.meter.management.EvaluationView;
import dev.tachograph.meter.management.LimitView;
import dev.tachograph.meter.management.ScriptView;
import dev.tachograph.meter.management.SuspensionView;
import dev.tachograph.meter.management.WeavingView;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the ledger says, in the types of JMX. */
final class GovernorViews {
  private GovernorViews() {}

  /** What is known of a usage, by the keys of JSON. */
  static Map<String, Long> known(Usage usage) {
    Map<String, Long> known = new TreeMap<>();
    for (Resource resource : Resource.all()) {
      if (usage.get(resource) != Usage.UNKNOWN) {
        known.put(resource.jsonKey(), usage.get(resource));
      }
    }
    return known;
  }

  record Account(String id, Usage usage, Limits limits, List<LimitStatus> totals, int running)
      implements AccountView {
    @Override
    public String getId() {
      return id;
    }

    @Override
    public Map<String, Long> getUsage() {
      return known(usage);
    }

    @Override
    public String getLimits() {
      return limits.toString();
    }

    @Override
    public Map<String, Long> getLimitValues() {
      return limits.toMap();
    }

    @Override
    public List<LimitView> getTotals() {
      return totals.stream().<LimitView>map(Standing::new).toList();
    }

    @Override
    public int getRunning() {
      return running;
    }
  }

  record Standing(LimitStatus status) implements LimitView {
    @Override
    public String getResource() {
      return status.resource().jsonKey();
    }

    @Override
    public long getUsed() {
      return status.used();
    }

    @Override
    public long getLimit() {
      return status.limit();
    }

    @Override
    public long getRemaining() {
      return status.remaining();
    }
  }

  record Script(String name, Usage usage) implements ScriptView {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public Map<String, Long> getUsage() {
      return known(usage);
    }
  }

  record Evaluation(EvaluationRecord open) implements EvaluationView {
    @Override
    public long getId() {
      return open.id();
    }

    @Override
    public String getAccount() {
      return open.account();
    }

    @Override
    public String getScript() {
      return open.script();
    }

    @Override
    public String getThread() {
      return open.thread();
    }

    @Override
    public long getStart() {
      return open.start().toEpochMilli();
    }

    @Override
    public Map<String, Long> getUsage() {
      return known(open.usage());
    }
  }

  record Weaving(WeavingStatistics statistics, List<String> unmetered) implements WeavingView {
    @Override
    public long getScriptClasses() {
      return statistics.scriptClasses();
    }

    @Override
    public long getRuntimeClasses() {
      return statistics.runtimeClasses();
    }

    @Override
    public long getRefused() {
      return statistics.refusedClasses();
    }

    @Override
    public List<String> getRhinoVersions() {
      return statistics.rhinoVersions();
    }

    @Override
    public List<String> getOnly() {
      return statistics.only();
    }

    @Override
    public List<String> getUnmetered() {
      return unmetered;
    }
  }

  record Suspended(Suspension suspension) implements SuspensionView {
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
