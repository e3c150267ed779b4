package dev.tachograph.jfr;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.EvaluationListener;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Ledger;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/** Makes events of what a ledger tells. Thread-safe. */
final class EventPublisher implements EvaluationListener {
  /**
   * Initialised here, rather than deep in a script: a class whose initialisation overflows the
   * stack is lost for good.
   */
  private static final List<Class<? extends Event>> EVENTS =
      List.of(
          EvaluationStartEvent.class,
          EvaluationEndEvent.class,
          LimitExceededEvent.class,
          LimitWarningEvent.class,
          LimitChangeEvent.class,
          LiveSampleEvent.class,
          AccountSnapshotEvent.class,
          ScriptSnapshotEvent.class,
          MeterSnapshotEvent.class,
          FunctionUsageEvent.class,
          ClassWovenEvent.class,
          ClassRefusedEvent.class,
          MeteringProofEvent.class);

  private final Ledger ledger;
  private final Meter meter;
  private final Map<String, AccountBook> books = new ConcurrentHashMap<>();

  /** Events that have begun, by evaluation. */
  private final Map<Long, EvaluationEndEvent> open = new ConcurrentHashMap<>();

  EventPublisher(Ledger ledger, Meter meter) {
    this.ledger = ledger;
    this.meter = meter;
    EVENTS.forEach(FlightRecorder::register);
  }

  @Override
  public void started(EvaluationRecord evaluation) {
    EvaluationEndEvent event = new EvaluationEndEvent();
    if (event.isEnabled()) {
      event.begin();
      open.put(evaluation.id(), event);
    }
    book(evaluation.account()).started(evaluation);
  }

  @Override
  public void exceeded(EvaluationRecord evaluation, Breach breach) {
    book(evaluation.account()).exceeded(evaluation, breach);
  }

  @Override
  public void ended(EvaluationRecord evaluation) {
    EvaluationEndEvent begun = open.isEmpty() ? null : open.remove(evaluation.id());
    book(evaluation.account()).ended(evaluation, begun == null ? new EvaluationEndEvent() : begun);
  }

  @Override
  public void compiled(EvaluationRecord compilation) {
    book(compilation.account()).compiled(compilation);
  }

  @Override
  public void charged(String account, Resource resource, long amount) {
    book(account).charge(Usage.ofCharge(resource, amount));
  }

  @Override
  public void reset(String account, List<EvaluationRecord> running) {
    book(account).reset();
  }

  @Override
  public void changed(String account) {
    book(account).changed(Nearest.limits(ledger.standing(account)));
  }

  /** The accounts that something was told of. */
  Map<String, AccountBook> books() {
    return books;
  }

  AccountBook book(String account) {
    @Nullable AccountBook known = books.get(account);
    return known != null ? known : books.computeIfAbsent(account, id -> new AccountBook(meter, id));
  }
}
