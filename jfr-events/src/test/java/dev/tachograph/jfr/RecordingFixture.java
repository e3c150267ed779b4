package dev.tachograph.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.meter.Ledger;
import dev.tachograph.meter.attribution.Attribution;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that Flight Recorder hears of, and what it recorded, read back from the file. */
abstract class RecordingFixture {
  static final String START = "tachograph.EvaluationStart";
  static final String END = "tachograph.EvaluationEnd";
  static final String EXCEEDED = "tachograph.LimitExceeded";
  static final String WARNING = "tachograph.LimitWarning";
  static final String CHANGE = "tachograph.LimitChange";
  static final String SAMPLE = "tachograph.LiveSample";
  static final String ACCOUNT = "tachograph.AccountSnapshot";
  static final String SCRIPT = "tachograph.ScriptSnapshot";
  static final String METER = "tachograph.MeterSnapshot";

  static final String FUNCTION = "tachograph.FunctionUsage";

  private static final Set<String> PERIODIC =
      Set.of(WARNING, SAMPLE, ACCOUNT, SCRIPT, METER, FUNCTION);

  @TempDir Path directory;
  final Ledger ledger = new Ledger();
  final Attribution attribution = new Attribution();
  FlightRecorderPublisher publisher;
  private int files;

  @BeforeEach
  void install() {
    publisher = FlightRecorderPublisher.install(ledger, WeavingTotals::none, attribution);
  }

  @AfterEach
  void uninstall() {
    publisher.close();
  }

  /** Stops a recording; its events in the order of their ends, but for periodic ones. */
  final List<RecordedEvent> stop(Recording recording) throws IOException {
    return stopWithSnapshots(recording).stream()
        .filter(event -> !PERIODIC.contains(name(event)))
        .toList();
  }

  /** Stops a recording; its events in the order of their ends. */
  final List<RecordedEvent> stopWithSnapshots(Recording recording) throws IOException {
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

  /** The events of this name. */
  static List<RecordedEvent> all(String name, List<RecordedEvent> events) {
    return events.stream().filter(event -> name(event).equals(name)).toList();
  }

  /** The one event of this name. */
  static RecordedEvent only(String name, List<RecordedEvent> events) {
    List<RecordedEvent> found = all(name, events);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  /** The last event of this name and account. */
  static RecordedEvent last(String name, String account, List<RecordedEvent> events) {
    List<RecordedEvent> found =
        all(name, events).stream()
            .filter(event -> account.equals(event.getString("account")))
            .toList();
    assertThat(found).isNotEmpty();
    return found.get(found.size() - 1);
  }

  /** The ends of an account's evaluations, in their sequence. */
  static List<RecordedEvent> ends(List<RecordedEvent> events, String account) {
    return events.stream()
        .filter(event -> name(event).equals(END) && event.getString("account").equals(account))
        .sorted(Comparator.comparingLong(event -> event.getLong("sequence")))
        .toList();
  }
}
