package dev.tachograph.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;

/** What is said of accounts, scripts and running evaluations besides each evaluation. */
class SnapshotEventsTest extends RecordingFixture {
  @Test
  void theEndOfARecordingHasTheTotalsOfAccountsAndScripts() throws Exception {
    ledger.setLimits("tenant", Limits.parse("limit.functionCalls=4,total.iterations=100"));
    List<RecordedEvent> events;
    try (Recording recording = new Recording()) {
      recording.start();
      new Script(ledger, "tenant", "a.js").evaluate(10, 1);
      new Script(ledger, "tenant", "b.js").evaluate(5, 1);
      new Script(ledger, "tenant", "a.js").evaluate(10, 100);
      events = stopWithSnapshots(recording);
    }

    RecordedEvent account = last(ACCOUNT, "tenant", events);
    assertThat(account.getLong("starts")).isEqualTo(3);
    assertThat(account.getLong("ends")).isEqualTo(3);
    assertThat(account.getLong("breaches")).isEqualTo(1);
    assertThat(account.getLong("running")).isZero();
    assertThat(account.getLong("evaluations")).isEqualTo(3);
    assertThat(account.getLong("iterations")).isEqualTo(25);
    assertThat(account.getLong("functionCalls")).isEqualTo(7);
    assertThat(account.getLong("concurrentOperations")).isEqualTo(1);
    assertThat(account.getDuration("wallTime")).isPositive();
    assertThat(account.getString("limits")).isEqualTo("limit.functionCalls=4,total.iterations=100");
    assertThat(account.getString("nearestLimit")).isEqualTo("total.iterations");
    assertThat(account.getFloat("nearestLimitUsed")).isEqualTo(0.25f);
    assertThat(account.getString("parent")).isNull();

    assertThat(all(SCRIPT, events))
        .extracting(
            script -> script.getString("script"),
            script -> script.getLong("ends"),
            script -> script.getLong("iterations"),
            script -> script.getLong("functionCalls"))
        .contains(tuple("a.js", 2L, 20L, 6L), tuple("b.js", 1L, 5L, 1L));
    assertThat(ends(events, "tenant"))
        .extracting(end -> end.getLong("scriptSequence"))
        .containsExactly(1L, 1L, 2L);
    assertThat(events).extracting(event -> event.getLong("meterId")).containsOnly(id(account));
  }

  @Test
  void aMeterSaysWhatItMeters() throws Exception {
    List<RecordedEvent> events;
    try (Recording recording = new Recording()) {
      recording.start();
      new Script(ledger, "tenant", "a.js").evaluate(10, 1);
      new Script(ledger, "other", "a.js").evaluate(10, 1);
      events = stopWithSnapshots(recording);
    }

    List<RecordedEvent> meters = all(METER, events);
    RecordedEvent meter = meters.get(meters.size() - 1);
    assertThat(meter.getLong("pid")).isEqualTo(ProcessHandle.current().pid());
    assertThat(meter.getInstant("processStart")).isBefore(meter.getInstant("recordedSince"));
    assertThat(meter.getLong("accounts")).isEqualTo(2);
    assertThat(meter.getLong("scripts")).isEqualTo(2);
    assertThat(meter.getString("rhinoVersions")).isNull();
  }

  @Test
  void compilationsAreInTheTotals() throws Exception {
    List<RecordedEvent> events;
    try (Recording recording = new Recording()) {
      recording.start();
      new Script(ledger, "tenant", "a.js").compile(7);
      new Script(ledger, "tenant", "a.js").evaluate(1, 0);
      events = stopWithSnapshots(recording);
    }

    assertThat(last(ACCOUNT, "tenant", events).getLong("iterations")).isEqualTo(8);
    assertThat(last(ACCOUNT, "tenant", events).getLong("evaluations")).isEqualTo(1);
    assertThat(last(SCRIPT, "tenant", events).getLong("iterations")).isEqualTo(8);
    assertThat(only(END, events).getLong("accountIterations")).isEqualTo(8);
    assertThat(ledger.usage("tenant").get(Resource.ITERATIONS)).isEqualTo(8);
  }

  @Test
  void whatRunsIsSampled() throws Exception {
    ledger.setLimits("tenant", Limits.parse("limit.iterations=40,limit.wallTime=10m"));
    Script script = new Script(ledger, "tenant", "a.js");
    List<RecordedEvent> events;
    try (Recording recording = new Recording()) {
      recording.enable(SAMPLE).with("period", "endChunk");
      recording.start();
      Object running = script.start();
      script.iterate(running, 10);
      events = stopWithSnapshots(recording);
      script.end(running);
    }

    RecordedEvent sample = only(SAMPLE, events);
    assertThat(sample.getLong("evaluationId")).isEqualTo(1);
    assertThat(sample.getString("account")).isEqualTo("tenant");
    assertThat(sample.getString("script")).isEqualTo("a.js");
    assertThat(sample.getString("scriptThread")).isEqualTo(Thread.currentThread().getName());
    assertThat(sample.getLong("iterations")).isEqualTo(10);
    assertThat(sample.getLong("evaluations")).isEqualTo(1);
    assertThat(sample.getString("nearestLimit")).isEqualTo("limit.iterations");
    assertThat(sample.getFloat("nearestLimitUsed")).isEqualTo(0.25f);
    assertThat(last(ACCOUNT, "tenant", events).getLong("running")).isEqualTo(1);
    assertThat(last(ACCOUNT, "tenant", events).getLong("iterations")).isZero();
  }

  @Test
  void aFilterSelectsAccountsOfSamplesAndSnapshotsAlone() throws Exception {
    for (String account : List.of("shop-1", "shop-2", "back.office")) {
      ledger.setLimits(account, Limits.parse("limit.iterations=4"));
    }
    List<RecordedEvent> events;
    try (Recording recording = new Recording();
        Recording another = new Recording()) {
      recording.enable(ACCOUNT).with("accounts", "shop-?, x*");
      another.enable(ACCOUNT).with("accounts", "nobody");
      recording.start();
      another.start();
      for (String account : List.of("shop-1", "shop-2", "back.office")) {
        new Script(ledger, account, "a.js").evaluate(10, 0);
      }
      events = stopWithSnapshots(recording);
    }

    assertThat(all(ACCOUNT, events))
        .extracting(event -> event.getString("account"))
        .contains("shop-1", "shop-2")
        .doesNotContain("back.office");
    assertThat(all(EXCEEDED, events)).hasSize(3);
    assertThat(all(END, events)).hasSize(3);
  }

  @Test
  void aChangeOfLimitsSaysWhatTheyWere() throws Exception {
    ledger.setLimits("tenant", Limits.parse("limit.iterations=4"));
    List<RecordedEvent> events;
    try (Recording recording = new Recording()) {
      recording.start();
      ledger.setLimits("tenant", Limits.parse("limit.iterations=4,total.evaluations=9"));
      ledger.setLimits("tenant", Limits.unlimited());
      events = stop(recording);
    }

    assertThat(all(CHANGE, events)).hasSize(2);
    RecordedEvent change = all(CHANGE, events).get(0);
    assertThat(change.getString("account")).isEqualTo("tenant");
    assertThat(change.getString("cause")).isEqualTo("limits");
    assertThat(change.getString("limits")).isEqualTo("limit.iterations=4,total.evaluations=9");
    assertThat(change.getString("previousLimits")).isEqualTo("limit.iterations=4");
    assertThat(change.getLong("sequence")).isEqualTo(1);
    assertThat(all(CHANGE, events).get(1).getString("limits")).isNull();
  }

  @Test
  void aLimitThatIsAlmostUsedUpIsWarnedOfOnce() throws Exception {
    ledger.setLimits("tenant", Limits.parse("limit.functionCalls=10,total.iterations=100"));
    Script script = new Script(ledger, "tenant", "a.js");
    List<RecordedEvent> events;
    try (Recording recording = new Recording()) {
      recording.enable(WARNING).withPeriod(Duration.ofDays(1)).with("period", "everyChunk");
      recording.start();
      new Script(ledger, "tenant", "a.js").evaluate(79, 0);
      Object running = script.start();
      script.call(running, 8);
      try (Recording rotates = new Recording()) {
        rotates.start();
        script.iterate(running, 1);
      }
      events = stopWithSnapshots(recording);
      script.end(running);
    }

    assertThat(all(WARNING, events))
        .extracting(
            warning -> warning.getString("scope"),
            warning -> warning.getLong("evaluationId"),
            warning -> warning.getString("resource"),
            warning -> warning.getLong("limit"),
            warning -> warning.getLong("used"),
            warning -> warning.getFloat("limitUsed"))
        .containsExactlyInAnyOrder(
            tuple("evaluation", 2L, "functionCalls", 10L, 8L, 0.8f),
            tuple("total", 0L, "iterations", 100L, 80L, 0.8f));
  }

  @Test
  void whatIsDoneToClassesIsPublished() throws Exception {
    publisher.woven("before.Any", null, 1, 2);
    List<RecordedEvent> events;
    try (Recording recording = new Recording()) {
      recording.start();
      publisher.woven("script.Class1", "a.js", 100, 150);
      publisher.refused("script.Class2", "b.js", "too large");
      publisher.proof("Rhino 1.9.2", "compiled", null);
      events = stop(recording);
    }

    RecordedEvent woven = only("tachograph.ClassWoven", events);
    assertThat(woven.getString("className")).isEqualTo("script.Class1");
    assertThat(woven.getString("script")).isEqualTo("a.js");
    assertThat(woven.getLong("wovenSize")).isEqualTo(150);
    assertThat(only("tachograph.ClassRefused", events).getString("reason")).isEqualTo("too large");
    assertThat(only("tachograph.MeteringProof", events).getString("mode")).isEqualTo("compiled");
    assertThat(only("tachograph.MeteringProof", events).getString("failure")).isNull();
  }

  private static long id(RecordedEvent event) {
    return event.getLong("meterId");
  }
}
