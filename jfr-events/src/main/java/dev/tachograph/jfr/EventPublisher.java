package dev.tachograph.jfr;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.EvaluationListener;
import dev.tachograph.meter.EvaluationRecord;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/** Makes events of what a ledger tells. Thread-safe. */
final class EventPublisher implements EvaluationListener {
  private final Map<String, AccountBook> books = new ConcurrentHashMap<>();

  /** Events that have begun, by evaluation. */
  private final Map<Long, EvaluationEndEvent> open = new ConcurrentHashMap<>();

  /**
   * Initialises the event classes here, rather than deep in a script: a class whose initialisation
   * overflows the stack is lost for good.
   */
  EventPublisher() {
    FlightRecorder.register(EvaluationStartEvent.class);
    FlightRecorder.register(EvaluationEndEvent.class);
    FlightRecorder.register(LimitExceededEvent.class);
  }

  @Override
  public void started(EvaluationRecord evaluation) {
    EvaluationEndEvent event = new EvaluationEndEvent();
    if (event.isEnabled()) {
      event.begin();
      open.put(evaluation.id(), event);
    }
    book(evaluation).started(evaluation);
  }

  @Override
  public void exceeded(EvaluationRecord evaluation, Breach breach) {
    book(evaluation).exceeded(evaluation, breach);
  }

  @Override
  public void ended(EvaluationRecord evaluation) {
    EvaluationEndEvent begun = open.isEmpty() ? null : open.remove(evaluation.id());
    book(evaluation).ended(evaluation, begun == null ? new EvaluationEndEvent() : begun);
  }

  private AccountBook book(EvaluationRecord evaluation) {
    @Nullable AccountBook known = books.get(evaluation.account());
    return known != null
        ? known
        : books.computeIfAbsent(evaluation.account(), account -> new AccountBook());
  }
}
