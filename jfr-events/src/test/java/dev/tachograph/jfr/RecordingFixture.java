package dev.tachograph.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.meter.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that Flight Recorder hears of, and what it recorded, read back from the file. */
abstract class RecordingFixture {
  static final String START = "tachograph.EvaluationStart";
  static final String END = "tachograph.EvaluationEnd";
  static final String EXCEEDED = "tachograph.LimitExceeded";

  @TempDir Path directory;
  final Ledger ledger = new Ledger();
  private int files;

  @BeforeEach
  void install() {
    FlightRecorderPublisher.install(ledger);
  }

  /** Stops a recording; its events in the order of their ends. */
  final List<RecordedEvent> stop(Recording recording) throws IOException {
    recording.stop();
    Path file = directory.resolve(files++ + ".jfr");
    recording.dump(file);
    List<RecordedEvent> events = new ArrayList<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      if (name(event).startsWith("tachograph.")) {
        events.add(event);
      }
    }
    events.sort(Comparator.comparing(RecordedEvent::getEndTime));
    return events;
  }

  static String name(RecordedEvent event) {
    return event.getEventType().getName();
  }

  /** The one event of this name. */
  static RecordedEvent only(String name, List<RecordedEvent> events) {
    List<RecordedEvent> found = events.stream().filter(event -> name(event).equals(name)).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  /** The ends of an account's evaluations, in their sequence. */
  static List<RecordedEvent> ends(List<RecordedEvent> events, String account) {
    return events.stream()
        .filter(event -> name(event).equals(END) && event.getString("account").equals(account))
        .sorted(Comparator.comparingLong(event -> event.getLong("sequence")))
        .toList();
  }
}
