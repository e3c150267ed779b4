package dev.tachograph.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tachograph.meter.attribution.CallRecorder;
import dev.tachograph.meter.attribution.CallSite;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;

/** Costs of functions in recordings. */
final class FunctionEventsTest extends RecordingFixture {
  private static final long[] NOTHING = {0, 0, 0, 0};

  @Test
  void aRecordingEndsWithTheCostsOfAllLines() throws Exception {
    try (Recording recording = new Recording()) {
      recording.start();
      CallRecorder recorder = attribution.open("tenant", 1, NOTHING);
      CallSite main = attribution.site(new CallSite("a;b.js", "", 0));
      CallSite f = attribution.site(new CallSite("a;b.js", "f", 7));
      recorder.charge(0, 0, 0, 3);
      Object host = recorder.enter(main);
      recorder.charge(0, 0, 0, 3);
      recorder.line(1);
      recorder.charge(5, 0, 0, 3);
      Object caller = recorder.enter(f);
      recorder.charge(5, 1, 64, 3);
      recorder.line(8);
      recorder.charge(15, 1, 64, 3);
      recorder.leave(caller);
      recorder.charge(16, 1, 64, 3);
      recorder.leave(host);
      attribution.close(1, new long[] {16, 1, 64, 3});

      List<RecordedEvent> events =
          stopWithSnapshots(recording).stream()
              .filter(event -> name(event).equals(FUNCTION))
              .toList();

      assertThat(events)
          .extracting(
              event -> event.getString("callPath"),
              event -> event.getInt("line"),
              event -> event.getLong("iterations"),
              event -> event.getLong("functionCalls"),
              event -> event.getLong("allocatedBytes"),
              event -> event.getLong("nativeSteps"))
          .containsExactlyInAnyOrder(
              tuple("", 0, 0L, 0L, 0L, 3L),
              tuple("@a%3bb.js:0", 1, 6L, 0L, 0L, 0L),
              tuple("@a%3bb.js:0;f@a%3bb.js:7", 0, 0L, 1L, 64L, 0L),
              tuple("@a%3bb.js:0;f@a%3bb.js:7", 8, 10L, 0L, 0L, 0L));
      assertThat(events)
          .filteredOn(event -> event.getInt("line") == 8)
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.getString("account")).isEqualTo("tenant");
                assertThat(event.getString("script")).isEqualTo("a;b.js");
                assertThat(event.getString("function")).isEqualTo("f");
                assertThat(event.getInt("functionLine")).isEqualTo(7);
              });
    }
  }
}
