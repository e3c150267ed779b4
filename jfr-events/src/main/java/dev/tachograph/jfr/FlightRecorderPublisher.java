package dev.tachograph.jfr;

import dev.tachograph.meter.Ledger;
import jdk.jfr.FlightRecorder;

/**
 * Publishes the evaluations of a ledger as events of JDK Flight Recorder.
 *
 * <p>Never starts or initialises Flight Recorder. Until somebody starts a recording, by whatever
 * means, no event class is loaded and the ledger has no listener of ours; from then on every
 * evaluation is numbered and summed up by account, whether or not it is recorded.
 */
public final class FlightRecorderPublisher {
  private FlightRecorderPublisher() {}

  /**
   * Publishes from the first recording on, or from now on if one runs already. Thread-safe; call it
   * once for a ledger.
   *
   * <p>Does nothing if Flight Recorder is not available, which is also what an operator says with
   * {@code -XX:-FlightRecorder}.
   *
   * @param ledger whose evaluations are published, for as long as the JVM lives
   */
  public static void install(Ledger ledger) {
    if (FlightRecorder.isAvailable()) {
      FlightRecorder.addListener(new FirstRecording(ledger));
    }
  }
}
