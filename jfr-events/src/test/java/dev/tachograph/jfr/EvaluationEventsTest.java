package dev.tachograph.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jdk.jfr.AnnotationElement;
import jdk.jfr.DataAmount;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.Timespan;
import jdk.jfr.Timestamp;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;

/** What the events of one evaluation say of it. */
class EvaluationEventsTest extends RecordingFixture {
  @Test
  void anEvaluationSpansFromItsStartToItsEnd() throws Exception {
    List<RecordedEvent> events;
    Instant before = Instant.now();
    try (Recording recording = new Recording()) {
      recording.start();
      new Script(ledger, "tenant", "rule.js").evaluate(12, 3);
      events = stop(recording);
    }

    assertThat(events).extracting(RecordingFixture::name).containsExactly(START, END);
    RecordedEvent start = events.get(0);
    assertThat(start.getLong("evaluationId")).isEqualTo(1);
    assertThat(start.getString("account")).isEqualTo("tenant");
    assertThat(start.getString("script")).isEqualTo("rule.js");
    assertThat(start.getLong("sequence")).isEqualTo(1);
    assertThat(start.getThread().getJavaName()).isEqualTo(Thread.currentThread().getName());
    assertThat(start.getStackTrace()).isNull();

    RecordedEvent end = events.get(1);
    assertThat(end.getLong("evaluationId")).isEqualTo(1);
    assertThat(end.getString("account")).isEqualTo("tenant");
    assertThat(end.getString("script")).isEqualTo("rule.js");
    assertThat(end.getLong("sequence")).isEqualTo(1);
    assertThat(end.getString("outcome")).isEqualTo("completed");
    assertThat(end.getLong("iterations")).isEqualTo(12);
    assertThat(end.getLong("functionCalls")).isEqualTo(3);
    assertThat(end.getLong("accountEvaluations")).isEqualTo(1);
    assertThat(end.getLong("accountIterations")).isEqualTo(12);
    assertThat(end.getLong("accountFunctionCalls")).isEqualTo(3);
    assertThat(end.getDuration()).isPositive();
    assertThat(end.getStartTime()).isBeforeOrEqualTo(start.getStartTime());
    assertThat(end.getLong("allocatedBytes")).isZero();
    assertThat(end.getDuration("wallTime")).isPositive();
    assertThat(end.getDuration("cpuTime")).isPositive();
    assertThat(end.getLong("jvmAllocatedBytes")).isNotNegative();
    assertThat(end.getDuration("accountWallTime")).isPositive();
    assertThat(end.getDuration("accountCpuTime")).isEqualTo(end.getDuration("cpuTime"));
    assertThat(end.getInstant("opened")).isBetween(before.minusMillis(1), Instant.now());
    assertThat(end.getStackTrace()).isNull();
  }

  @Test
  void fieldsCarryTheirUnits() {
    try (Recording recording = new Recording()) {
      recording.start();
      EventType end =
          FlightRecorder.getFlightRecorder().getEventTypes().stream()
              .filter(type -> type.getName().equals(END))
              .findFirst()
              .orElseThrow();
      assertThat(end.getCategoryNames()).containsExactly("Tachograph", "Evaluation");
      assertThat(end.getField("wallTime").getAnnotation(Timespan.class).value())
          .isEqualTo(Timespan.NANOSECONDS);
      for (String time : List.of("cpuTime", "accountCpuTime", "accountWallTime")) {
        assertThat(end.getField(time).getAnnotation(Timespan.class)).as(time).isNotNull();
      }
      for (String size : List.of("allocatedBytes", "jvmAllocatedBytes", "accountAllocatedBytes")) {
        assertThat(end.getField(size).getAnnotation(DataAmount.class)).as(size).isNotNull();
      }
      assertThat(end.getField("opened").getAnnotation(Timestamp.class).value())
          .isEqualTo(Timestamp.MILLISECONDS_SINCE_EPOCH);
      ValueDescriptor calls = end.getField("functionCalls");
      assertThat(calls.getContentType()).isEqualTo("tachograph.Count");
      assertThat(annotation(calls, "tachograph.Count").getValue("value"))
          .isEqualTo("function calls");
      assertThat(annotation(end.getField("evaluationId"), "tachograph.EvaluationId")).isNotNull();
      assertThat(end.getFields())
          .allSatisfy(field -> assertThat(field.getLabel()).as(field.getName()).isNotBlank());
    }
  }

  @Test
  void theScriptOfAnEvaluationThatAHostOpensIsNotKnownAtItsStart() throws Exception {
    List<RecordedEvent> events;
    try (Recording recording = new Recording()) {
      recording.start();
      Object evaluation = ledger.evaluations().bind("tenant");
      new Script(ledger, "ignored", "rule.js").evaluate(1, 1);
      ledger.evaluations().unbind(evaluation, null);
      events = stop(recording);
    }

    assertThat(only(START, events).getString("script")).isNull();
    assertThat(only(END, events).getString("script")).isEqualTo("rule.js");
    assertThat(only(END, events).getString("account")).isEqualTo("tenant");
  }

  @Test
  void anEvaluationThatWasOpenBeforeTheRecordingIsAnInstant() throws Exception {
    List<RecordedEvent> events;
    Object evaluation = ledger.evaluations().bind("tenant");
    try (Recording recording = new Recording()) {
      recording.start();
      ledger.evaluations().unbind(evaluation, null);
      events = stop(recording);
    }

    RecordedEvent end = only(END, events);
    assertThat(end.getDuration()).isEqualTo(Duration.ZERO);
    assertThat(end.getDuration("wallTime")).isPositive();
    assertThat(end.getInstant("opened")).isBefore(end.getStartTime());
  }

  /** By name: annotation types that are renamed are not found by their class. */
  private static AnnotationElement annotation(ValueDescriptor field, String type) {
    return field.getAnnotationElements().stream()
        .filter(annotation -> annotation.getTypeName().equals(type))
        .findFirst()
        .orElseThrow();
  }
}
