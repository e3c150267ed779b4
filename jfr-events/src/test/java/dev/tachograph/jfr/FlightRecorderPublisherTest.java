package dev.tachograph.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tachograph.meter.Ledger;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.jfr.AnnotationElement;
import jdk.jfr.DataAmount;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.Timespan;
import jdk.jfr.Timestamp;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRecorderPublisherTest {
  private static final String START = "tachograph.EvaluationStart";
  private static final String END = "tachograph.EvaluationEnd";
  private static final String EXCEEDED = "tachograph.LimitExceeded";

  @TempDir Path directory;
  private final Ledger ledger = new Ledger();
  private int files;

  @BeforeEach
  void install() {
    FlightRecorderPublisher.install(ledger);
  }

  @Test
  void anEvaluationSpansFromItsStartToItsEnd() throws Exception {
    List<RecordedEvent> events;
    Instant before = Instant.now();
    try (Recording recording = new Recording()) {
      recording.start();
      new Script(ledger, "tenant", "rule.js").evaluate(12, 3);
      events = stop(recording);
    }

    assertThat(events).extracting(FlightRecorderPublisherTest::name).containsExactly(START, END);
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
  void aBreachSaysWhatWasExceededAndWhere() throws Exception {
    ledger.setLimits("tenant", Limits.builder().perEvaluation(Resource.FUNCTION_CALLS, 4).build());
    List<RecordedEvent> events;
    try (Recording recording = new Recording()) {
      recording.start();
      new Script(ledger, "tenant", "rule.js").evaluate(2, 100);
      events = stop(recording);
    }

    assertThat(events)
        .extracting(FlightRecorderPublisherTest::name)
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
  void theScriptOfAnEvaluationThatAHostOpensIsNotKnownAtItsStart() throws Exception {
    List<RecordedEvent> events;
    try (Recording recording = new Recording()) {
      recording.start();
      Object evaluation = ledger.bind("tenant");
      new Script(ledger, "ignored", "rule.js").evaluate(1, 1);
      ledger.unbind(evaluation, null);
      events = stop(recording);
    }

    assertThat(only(START, events).getString("script")).isNull();
    assertThat(only(END, events).getString("script")).isEqualTo("rule.js");
    assertThat(only(END, events).getString("account")).isEqualTo("tenant");
  }

  @Test
  void cancellingIsAnOutcomeAndNoLimit() throws Exception {
    List<RecordedEvent> events;
    try (Recording recording = new Recording()) {
      recording.start();
      Object evaluation = ledger.bind("tenant");
      assertThat(ledger.cancel("tenant")).isEqualTo(1);
      ledger.unbind(evaluation, null);
      events = stop(recording);
    }

    assertThat(events).extracting(FlightRecorderPublisherTest::name).containsExactly(START, END);
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

  @Test
  void anEvaluationThatWasOpenBeforeTheRecordingIsAnInstant() throws Exception {
    List<RecordedEvent> events;
    Object evaluation = ledger.bind("tenant");
    try (Recording recording = new Recording()) {
      recording.start();
      ledger.unbind(evaluation, null);
      events = stop(recording);
    }

    RecordedEvent end = only(END, events);
    assertThat(end.getDuration()).isEqualTo(Duration.ZERO);
    assertThat(end.getDuration("wallTime")).isPositive();
    assertThat(end.getInstant("opened")).isBefore(end.getStartTime());
  }

  @Test
  void theBooksGoOnWhileNothingIsRecorded() throws Exception {
    Script script = new Script(ledger, "tenant", "rule.js");
    List<RecordedEvent> first;
    List<RecordedEvent> second;
    try (Recording recording = new Recording()) {
      recording.start();
      script.evaluate(10, 1);
      first = stop(recording);
    }
    script.evaluate(20, 2);
    try (Recording off = new Recording()) {
      List.of(START, END, EXCEEDED).forEach(off::disable);
      off.start();
      script.evaluate(30, 3);
      assertThat(stop(off)).isEmpty();
    }
    try (Recording recording = new Recording()) {
      recording.start();
      script.evaluate(40, 4);
      second = stop(recording);
    }

    assertThat(first).hasSize(2);
    assertThat(second).hasSize(2);
    RecordedEvent end = only(END, second);
    assertThat(only(START, second).getLong("sequence")).isEqualTo(4);
    assertThat(end.getLong("sequence")).isEqualTo(4);
    assertThat(end.getLong("iterations")).isEqualTo(40);
    assertThat(end.getLong("accountEvaluations")).isEqualTo(4);
    assertThat(end.getLong("accountIterations")).isEqualTo(100);
    assertThat(end.getLong("accountFunctionCalls")).isEqualTo(10);
  }

  @Test
  void aThresholdHidesEventsButNotWhatTheyUsed() throws Exception {
    Script script = new Script(ledger, "tenant", "rule.js");
    List<RecordedEvent> events;
    try (Recording recording = new Recording()) {
      recording.enable(END).withThreshold(Duration.ofDays(1));
      recording.start();
      script.evaluate(10, 1);
      recording.enable(END).withoutThreshold();
      script.evaluate(1, 1);
      events = stop(recording);
    }

    RecordedEvent end = only(END, events);
    assertThat(end.getLong("sequence")).isEqualTo(2);
    assertThat(end.getLong("accountIterations")).isEqualTo(11);
  }

  @Test
  void aLedgerWithoutPublisherIsNotRecorded() throws Exception {
    try (Recording recording = new Recording()) {
      recording.start();
      new Script(new Ledger(), "tenant", "rule.js").evaluate(1, 1);
      assertThat(stop(recording)).isEmpty();
    }
  }

  @Test
  void sumsFollowTheSequenceOnAnyNumberOfThreads() throws Exception {
    int threads = 4;
    int rounds = 500;
    List<RecordedEvent> events;
    try (Recording recording = new Recording()) {
      recording.start();
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      List<Future<?>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int seed = i;
        futures.add(pool.submit(() -> evaluateOften(seed, rounds)));
      }
      for (Future<?> future : futures) {
        future.get();
      }
      pool.shutdown();
      events = stop(recording);
    }

    for (String account : List.of("even", "odd")) {
      assertThat(sequence(START, events, account)).hasSize(threads * rounds / 2);
      List<RecordedEvent> ends = ends(events, account);
      assertThat(ends).hasSize(threads * rounds / 2);
      long iterations = 0;
      long functionCalls = 0;
      for (int i = 0; i < ends.size(); i++) {
        RecordedEvent end = ends.get(i);
        iterations += end.getLong("iterations");
        functionCalls += end.getLong("functionCalls");
        assertThat(end.getLong("sequence")).isEqualTo(i + 1);
        assertThat(end.getLong("accountEvaluations")).isEqualTo(i + 1);
        assertThat(end.getLong("accountIterations")).isEqualTo(iterations);
        assertThat(end.getLong("accountFunctionCalls")).isEqualTo(functionCalls);
        if (i > 0) {
          assertThat(end.getEndTime()).isAfterOrEqualTo(ends.get(i - 1).getEndTime());
        }
      }
      assertThat(iterations).isEqualTo(ledger.usage(account).get(Resource.ITERATIONS));
      assertThat(functionCalls).isEqualTo(ledger.usage(account).get(Resource.FUNCTION_CALLS));
    }
  }

  private void evaluateOften(int seed, int rounds) {
    for (int i = 0; i < rounds; i++) {
      String account = i % 2 == 0 ? "even" : "odd";
      new Script(ledger, account, "rule.js").evaluate((seed * 7 + i) % 50, i % 3);
    }
  }

  private List<RecordedEvent> stop(Recording recording) throws IOException {
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

  /** By name: annotation types that are renamed are not found by their class. */
  private static AnnotationElement annotation(ValueDescriptor field, String type) {
    return field.getAnnotationElements().stream()
        .filter(annotation -> annotation.getTypeName().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static String name(RecordedEvent event) {
    return event.getEventType().getName();
  }

  private static RecordedEvent only(String name, List<RecordedEvent> events) {
    List<RecordedEvent> found = events.stream().filter(event -> name(event).equals(name)).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static List<RecordedEvent> ends(List<RecordedEvent> events, String account) {
    return events.stream()
        .filter(event -> name(event).equals(END) && event.getString("account").equals(account))
        .sorted(Comparator.comparingLong(event -> event.getLong("sequence")))
        .toList();
  }

  private static Set<Long> sequence(String name, List<RecordedEvent> events, String account) {
    Set<Long> numbers = new HashSet<>();
    for (RecordedEvent event : events) {
      if (name(event).equals(name) && event.getString("account").equals(account)) {
        assertThat(numbers.add(event.getLong("sequence"))).isTrue();
      }
    }
    return numbers;
  }
}
