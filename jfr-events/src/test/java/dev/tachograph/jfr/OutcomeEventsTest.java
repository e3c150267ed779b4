package dev.tachograph.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;

/** What the events say of evaluations that do not complete. */
class OutcomeEventsTest extends RecordingFixture {
  @Test
  void aBreachSaysWhatWasExceededAndWhere() throws Exception {
    ledger.setLimits("tenant", Limits.builder().perEvaluation(Resource.FUNCTION_CALLS, 4).build());
    List<RecordedEvent> events;
    try (Recording recording = new Recording()) {
      recording.start();
      new Script(ledger, "tenant", "rule.js").evaluate(2, 100);
      events = stop(recording);
    }

    assertThat(events)
        .extracting(RecordingFixture::name)
        .containsExactlyInAnyOrder(START, EXCEEDED, END);
    RecordedEvent exceeded = only(EXCEEDED, events);
    assertThat(exceeded.getLong("evaluationId")).isEqualTo(1);
    assertThat(exceeded.getString("account")).isEqualTo("tenant");
    assertThat(exceeded.getString("script")).isEqualTo("rule.js");
    assertThat(exceeded.getLong("sequence")).isEqualTo(1);
    assertThat(exceeded.getString("resource")).isEqualTo("functionCalls");
    assertThat(exceeded.getString("scope")).isEqualTo("evaluation");
    assertThat(exceeded.getString("limitAccount")).isEqualTo("tenant");
    assertThat(exceeded.getLong("limit")).isEqualTo(4);
    assertThat(exceeded.getLong("used")).isEqualTo(5);
    assertThat(exceeded.getLong("requested")).isEqualTo(1);
    assertThat(exceeded.getBoolean("denied")).isFalse();
    assertThat(exceeded.getString("source")).isEqualTo("lib.js");
    assertThat(exceeded.getString("function")).isEqualTo("inner");
    assertThat(exceeded.getInt("line")).isEqualTo(7);

    RecordedEvent end = only(END, events);
    assertThat(end.getString("outcome")).isEqualTo("limit-exceeded");
    assertThat(end.getLong("functionCalls")).isEqualTo(5);
  }

  @Test
  void aDeniedEvaluationEndsWithoutHavingStarted() throws Exception {
    ledger.setLimits("tenant", Limits.builder().total(Resource.EVALUATIONS, 1).build());
    Script script = new Script(ledger, "tenant", "rule.js");
    List<RecordedEvent> events;
    try (Recording recording = new Recording()) {
      recording.start();
      script.evaluate(5, 0);
      assertThat(catchThrowableOfType(LimitExceededError.class, () -> script.evaluate(5, 0)))
          .isNotNull();
      events = stop(recording);
    }

    assertThat(only(START, events).getLong("evaluationId")).isEqualTo(1);
    RecordedEvent denial = only(EXCEEDED, events);
    assertThat(denial.getBoolean("denied")).isTrue();
    assertThat(denial.getString("scope")).isEqualTo("total");
    assertThat(denial.getString("resource")).isEqualTo("evaluations");
    assertThat(denial.getString("source")).isNull();
    assertThat(denial.getInt("line")).isZero();
    RecordedEvent denied = ends(events, "tenant").get(1);
    assertThat(denied.getString("outcome")).isEqualTo("denied");
    assertThat(denied.getLong("sequence")).isEqualTo(2);
    assertThat(denied.getLong("iterations")).isZero();
    assertThat(denied.getDuration("wallTime")).isEqualTo(Duration.ZERO);
    assertThat(denied.getLong("accountEvaluations")).isEqualTo(1);
    assertThat(denied.getLong("accountIterations")).isEqualTo(5);
  }

  @Test
  void cancellingIsAnOutcomeAndNoLimit() throws Exception {
    List<RecordedEvent> events;
    try (Recording recording = new Recording()) {
      recording.start();
      Object evaluation = ledger.evaluations().bind("tenant");
      assertThat(ledger.cancel("tenant")).isEqualTo(1);
      ledger.evaluations().unbind(evaluation, null);
      events = stop(recording);
    }

    assertThat(events).extracting(RecordingFixture::name).containsExactly(START, END);
    assertThat(only(END, events).getString("outcome")).isEqualTo("cancelled");
  }

  @Test
  void aFailureOfTheScriptIsAnOutcome() throws Exception {
    List<RecordedEvent> events;
    try (Recording recording = new Recording()) {
      recording.start();
      new Script(ledger, "tenant", "rule.js").fail();
      events = stop(recording);
    }

    assertThat(only(END, events).getString("outcome")).isEqualTo("failed");
  }
}
