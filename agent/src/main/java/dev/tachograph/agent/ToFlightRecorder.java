package dev.tachograph.agent;

import dev.tachograph.jfr.FlightRecorderPublisher;
import dev.tachograph.meter.Ledger;

/** The one class of the agent that needs the module {@code jdk.jfr}. */
final class ToFlightRecorder implements EvaluationPublisher {
  @Override
  public void install(Ledger ledger) {
    FlightRecorderPublisher.install(ledger);
  }
}
