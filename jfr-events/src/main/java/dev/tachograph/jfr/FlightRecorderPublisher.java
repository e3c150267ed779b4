package dev.tachograph.jfr;

import dev.tachograph.meter.Ledger;
import dev.tachograph.meter.attribution.Attribution;
import dev.tachograph.meter.internal.Detached;
import java.util.function.Supplier;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the evaluations of a ledger as events of JDK Flight Recorder. Thread-safe.
 *
 * <p>Never starts or initialises Flight Recorder. Until somebody starts a recording, by whatever
 * means, no event class is loaded and the ledger has no listener of ours; from then on every
 * evaluation is numbered and summed up by account, whether or not it is recorded.
 */
public final class FlightRecorderPublisher implements AutoCloseable {
  private final @Nullable FirstRecording recording;

  private FlightRecorderPublisher(@Nullable FirstRecording recording) {
    this.recording = recording;
  }

  /**
   * Publishes from the first recording on, or from now on if one runs already. Call it once for a
   * ledger.
   *
   * <p>Does nothing if Flight Recorder is not available, which is also what an operator says with
   * {@code -XX:-FlightRecorder}.
   *
   * @param ledger whose evaluations are published
   * @param weaving what was done to classes up to the time when it is asked
   * @param attribution what functions cost, which is published, too; {@code null} if that is not
   *     known
   */
  public static FlightRecorderPublisher install(
      Ledger ledger, Supplier<WeavingTotals> weaving, @Nullable Attribution attribution) {
    if (!FlightRecorder.isAvailable()) {
      return new FlightRecorderPublisher(null);
    }
    FirstRecording recording = new FirstRecording(ledger, weaving, attribution);
    Detached.call(
        () -> {
          FlightRecorder.addListener(recording);
          return recording;
        });
    return new FlightRecorderPublisher(recording);
  }

  /**
   * A class was given its counters.
   *
   * @param script source name of a compiled script; {@code null} of other classes
   * @param size of the class file before, in bytes
   * @param wovenSize of the class file after, in bytes
   */
  public void woven(String className, @Nullable String script, int size, int wovenSize) {
    WeavingEvents events = events();
    if (events != null) {
      events.woven(className, script, size, wovenSize);
    }
  }

  /**
   * A class cannot be metered and was not let in.
   *
   * @param script source name of a compiled script; {@code null} where it is not known
   */
  public void refused(String className, @Nullable String script, String reason) {
    WeavingEvents events = events();
    if (events != null) {
      events.refused(className, script, reason);
    }
  }

  /**
   * A Rhino was tried out before the host could use it.
   *
   * @param mode {@code interpreted} or {@code compiled}
   * @param failure why it is not used; {@code null} if it is metered
   */
  public void proof(String rhino, String mode, @Nullable String failure) {
    WeavingEvents events = events();
    if (events != null) {
      events.proof(rhino, mode, failure);
    }
  }

  private @Nullable WeavingEvents events() {
    return recording == null ? null : recording.weavingEvents();
  }

  /** Publishes no more. */
  @Override
  public void close() {
    if (recording != null) {
      FlightRecorder.removeListener(recording);
      recording.close();
    }
  }
}
