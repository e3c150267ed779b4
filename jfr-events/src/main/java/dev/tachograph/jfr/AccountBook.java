package dev.tachograph.jfr;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Usage;

/**
 * Numbers the events of one account and sums up what its ended evaluations used. Thread-safe.
 *
 * <p>Flight Recorder loses events and may deliver them out of order. So a number is given out, the
 * sum is drawn and the event is committed under one lock: the event with the highest number has the
 * right sums, whatever else was lost. The books are kept for events that are switched off or below
 * a threshold, too.
 *
 * <p>The lock is a monitor because a limit may be exceeded with the stack almost used up: a monitor
 * is released even then.
 */
final class AccountBook {
  private long starts;
  private long ends;
  private long breaches;
  private Usage used = Usage.none();

  synchronized void started(EvaluationRecord evaluation) {
    starts++;
    EvaluationStartEvent event = new EvaluationStartEvent();
    if (event.shouldCommit()) {
      event.about(evaluation, starts);
      event.commit();
    }
  }

  /** The event has begun when the evaluation did, or has not begun at all. */
  synchronized void ended(EvaluationRecord evaluation, EvaluationEndEvent event) {
    ends++;
    used = used.plus(evaluation.usage());
    if (event.shouldCommit()) {
      event.about(evaluation, ends);
      event.ended(evaluation, used);
      event.commit();
    }
  }

  synchronized void exceeded(EvaluationRecord evaluation, Breach breach) {
    breaches++;
    LimitExceededEvent event = new LimitExceededEvent();
    if (event.shouldCommit()) {
      event.about(evaluation, breaches);
      event.exceeded(breach);
      event.commit();
    }
  }
}
