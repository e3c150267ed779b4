package dev.tachograph.jfr;

import dev.tachograph.meter.Ledger;
import dev.tachograph.meter.attribution.Attribution;
import java.util.function.Supplier;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import org.jspecify.annotations.Nullable;

/** Waits for the first recording that runs. No event class is loaded before. */
final class FirstRecording implements FlightRecorderListener {
  private final Ledger ledger;
  private final Supplier<WeavingTotals> weaving;
  private final @Nullable Attribution attribution;
  private volatile @Nullable WeavingEvents weavingEvents;
  private @Nullable Runnable stop;
  private boolean closed;

  FirstRecording(
      Ledger ledger, Supplier<WeavingTotals> weaving, @Nullable Attribution attribution) {
    this.ledger = ledger;
    this.weaving = weaving;
    this.attribution = attribution;
  }

  /** Called at once if Flight Recorder is initialised already. */
  @Override
  public void recorderInitialized(FlightRecorder recorder) {
    recorder.getRecordings().forEach(this::recordingStateChanged);
  }

  @Override
  public void recordingStateChanged(Recording recording) {
    if (recording.getState() == RecordingState.RUNNING) {
      publish();
    }
  }

  /** What hears of classes; {@code null} before the first recording. */
  @Nullable WeavingEvents weavingEvents() {
    return weavingEvents;
  }

  private synchronized void publish() {
    if (stop != null || closed) {
      return;
    }
    Meter meter = new Meter();
    EventPublisher publisher = new EventPublisher(ledger, meter);
    ledger.addListener(publisher);
    PeriodicEvents periodic = new PeriodicEvents(ledger, meter, publisher, weaving, attribution);
    periodic.start();
    weavingEvents = new WeavingEvents(meter);
    stop =
        () -> {
          weavingEvents = null;
          periodic.close();
          ledger.removeListener(publisher);
        };
  }

  synchronized void close() {
    closed = true;
    if (stop != null) {
      stop.run();
    }
  }
}
