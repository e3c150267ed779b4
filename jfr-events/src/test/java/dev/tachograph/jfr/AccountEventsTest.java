package dev.tachograph.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.meter.Ledger;
import dev.tachograph.meter.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;

/** What the events say of an account, whichever of its evaluations were recorded. */
class AccountEventsTest extends RecordingFixture {
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
