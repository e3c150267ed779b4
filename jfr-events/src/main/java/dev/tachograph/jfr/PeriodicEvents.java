package dev.tachograph.jfr;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Ledger;
import dev.tachograph.meter.attribution.Attribution;
import dev.tachograph.meter.attribution.LineCost;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Samples and snapshots, taken on Flight Recorder's own thread: of each type when its period says,
 * and not at all while it is switched off.
 */
final class PeriodicEvents implements AutoCloseable {
  private final Ledger ledger;
  private final Meter meter;
  private final EventPublisher publisher;
  private final Supplier<WeavingTotals> weaving;
  private final @Nullable Attribution attribution;
  private final LimitWarnings warnings;
  private final List<Runnable> hooks =
      List.of(
          this::samples,
          this::accounts,
          this::scripts,
          this::meter,
          this::warnings,
          () -> functions(true));

  /**
   * @param attribution what functions cost; {@code null} if that is not known
   */
  PeriodicEvents(
      Ledger ledger,
      Meter meter,
      EventPublisher publisher,
      Supplier<WeavingTotals> weaving,
      @Nullable Attribution attribution) {
    this.ledger = ledger;
    this.meter = meter;
    this.publisher = publisher;
    this.weaving = weaving;
    this.attribution = attribution;
    warnings = new LimitWarnings(ledger, meter);
  }

  /** Takes the first snapshots, too. */
  void start() {
    FlightRecorder.addPeriodicEvent(LiveSampleEvent.class, hooks.get(0));
    FlightRecorder.addPeriodicEvent(AccountSnapshotEvent.class, hooks.get(1));
    FlightRecorder.addPeriodicEvent(ScriptSnapshotEvent.class, hooks.get(2));
    FlightRecorder.addPeriodicEvent(MeterSnapshotEvent.class, hooks.get(3));
    FlightRecorder.addPeriodicEvent(LimitWarningEvent.class, hooks.get(4));
    if (attribution != null) {
      FlightRecorder.addPeriodicEvent(FunctionUsageEvent.class, hooks.get(5));
    }
    meter();
  }

  @Override
  public void close() {
    hooks.forEach(FlightRecorder::removePeriodicEvent);
  }

  private void samples() {
    // Before it is asked what runs: what runs then will have a higher number when it ends.
    Map<String, Long> ends = new HashMap<>();
    publisher.books().forEach((account, book) -> ends.put(account, book.ends()));
    for (EvaluationRecord evaluation : ledger.evaluations().running()) {
      LiveSampleEvent event = new LiveSampleEvent();
      event.account = evaluation.account();
      if (event.shouldCommit()) {
        event.meterId = meter.id();
        event.accountEnds = ends.getOrDefault(evaluation.account(), 0L);
        event.evaluationId = evaluation.id();
        event.script = evaluation.script().isEmpty() ? null : evaluation.script();
        event.scriptThread = evaluation.thread();
        event.opened = evaluation.start().toEpochMilli();
        Nearest nearest = RunningLimits.nearest(ledger, evaluation);
        event.nearestLimit = nearest.key();
        event.nearestLimitUsed = nearest.share();
        event.used(evaluation.usage());
        event.commit();
      }
    }
  }

  private void accounts() {
    accounts(ledger.evaluations().running(), false);
  }

  private void accounts(Collection<EvaluationRecord> running, boolean all) {
    Map<String, Long> runningBy =
        running.stream()
            .collect(Collectors.groupingBy(EvaluationRecord::account, Collectors.counting()));
    Set<String> accounts = new TreeSet<>(publisher.books().keySet());
    accounts.addAll(ledger.accountIds());
    for (String account : accounts) {
      publisher
          .book(account)
          .snapshot(ledger.standing(account), runningBy.getOrDefault(account, 0L), all);
    }
  }

  private void scripts() {
    publisher.books().values().forEach(book -> book.snapshotScripts(false));
  }

  private void meter() {
    Collection<EvaluationRecord> running = ledger.evaluations().running();
    MeterSnapshotEvent event = new MeterSnapshotEvent();
    if (event.shouldCommit()) {
      WeavingTotals totals = weaving.get();
      event.meterId = meter.id();
      event.pid = ProcessHandle.current().pid();
      event.processStart = ManagementFactory.getRuntimeMXBean().getStartTime();
      event.recordedSince = meter.since();
      event.accounts = ledger.accountIds().size();
      event.scripts = meter.scripts();
      event.running = running.size();
      event.scriptClasses = totals.scriptClasses();
      event.runtimeClasses = totals.runtimeClasses();
      event.refusedClasses = totals.refused();
      event.rhinoVersions =
          totals.rhinoVersions().isEmpty() ? null : String.join(",", totals.rhinoVersions());
      event.commit();
    }
    accounts(running, true);
    publisher.books().values().forEach(book -> book.snapshotScripts(true));
    functions(false);
  }

  /**
   * @param news only what changed
   */
  private void functions(boolean news) {
    if (attribution != null && new FunctionUsageEvent().isEnabled()) {
      attribution.read(news, this::function);
    }
  }

  private void function(LineCost cost) {
    FunctionUsageEvent event = new FunctionUsageEvent();
    event.account = cost.account();
    if (event.shouldCommit()) {
      event.about(meter.id(), cost);
      event.commit();
    }
  }

  private void warnings() {
    warnings.look();
  }
}
