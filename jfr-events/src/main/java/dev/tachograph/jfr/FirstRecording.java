package dev.tachograph.jfr;

import dev.tachograph.meter.Ledger;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;

/** Waits for the first recording that runs. No event class is loaded before. */
final class FirstRecording implements FlightRecorderListener {
  private final Ledger ledger;
  private final AtomicBoolean publishing = new AtomicBoolean();

  FirstRecording(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Called at once if Flight Recorder is initialised already. */
  @Override
  public void recorderInitialized(FlightRecorder recorder) {
    recorder.getRecordings().forEach(this::recordingStateChanged);
  }

  @Override
  public void recordingStateChanged(Recording recording) {
    if (recording.getState() == RecordingState.RUNNING && publishing.compareAndSet(false, true)) {
      ledger.addListener(new EventPublisher());
    }
  }
}
