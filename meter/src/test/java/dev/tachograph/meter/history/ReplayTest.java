package dev.tachograph.meter.history;

import static dev.tachograph.meter.Resource.ALLOCATED_BYTES;
import static dev.tachograph.meter.Resource.CPU_TIME;
import static dev.tachograph.meter.Resource.HOST_CALLS;
import static dev.tachograph.meter.Resource.ITERATIONS;
import static dev.tachograph.meter.history.Recorded.completed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.EvaluationRecord.Outcome;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Usage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What other limits would have stopped. */
class ReplayTest {
  private static Replay replay(String limits, EvaluationRecord... records) {
    return Replay.of(Arrays.asList(records), Limits.parse(limits), Grouping.ACCOUNT);
  }

  private static List<String> messages(Replay replay) {
    return replay.stops().stream()
        .map(stop -> stop.evaluation().id() + " " + stop.breach().message())
        .toList();
  }

  @Test
  void aLimitPerEvaluationStopsThoseThatUsedMore() {
    Replay replay =
        replay(
            "limit.iterations=10",
            completed(1, "a.js", ITERATIONS, 10),
            completed(2, "a.js", ITERATIONS, 11));
    assertThat(messages(replay))
        .containsExactly(
            "2 stopped: iterations used 11, limit 10, script a.js;"
                + " raise limit.iterations to allow more");
    assertThat(replay.evaluations()).isEqualTo(2);
    assertThat(replay.stopped()).isEqualTo(1);
    assertThat(replay.stops().get(0).breach().remaining()).isZero();
  }

  @Test
  void theLimitThatIsExceededMostIsTheFirst() {
    Replay replay =
        replay(
            "limit.iterations=50,limit.allocatedBytes=20",
            completed(1, "a.js", ITERATIONS, 100, ALLOCATED_BYTES, 100));
    assertThat(replay.stops().get(0).breach().resource()).isEqualTo(ALLOCATED_BYTES);
  }

  @Test
  void aTotalIsUsedUpInTheOrderOfTheStarts() {
    Replay replay =
        replay(
            "total.iterations=25",
            completed(3, "c.js", ITERATIONS, 10),
            completed(1, "a.js", ITERATIONS, 10),
            completed(2, "b.js", ITERATIONS, 10),
            completed(4, "d.js"));
    assertThat(messages(replay))
        .containsExactly(
            "3 stopped: iterations in total used 30, limit 25 of account 'acme', script c.js;"
                + " raise total.iterations to allow more",
            "4 not started: account 'acme' has used up iterations in total used 25, limit 25,"
                + " script d.js; raise total.iterations to allow more");
    assertThat(replay.denied()).isEqualTo(1);
  }

  @Test
  void whatIsStoppedUsesItsPartOfEverythingElse() {
    EvaluationRecord half = completed(1, "a.js", ITERATIONS, 100, ALLOCATED_BYTES, 41);
    Replay replay =
        replay(
            "limit.iterations=50,total.allocatedBytes=40",
            half,
            completed(2, "b.js", ALLOCATED_BYTES, 20),
            completed(3, "c.js", ALLOCATED_BYTES, 1));
    assertThat(replay.stops()).extracting(stop -> stop.evaluation().id()).containsExactly(1L, 3L);
    assertThat(replay.stops().get(1).breach().used()).isEqualTo(41);
  }

  @Test
  void evaluationsAreCounted() {
    Replay replay = replay("total.evaluations=1", completed(1, "a.js"), completed(2, "a.js"));
    assertThat(messages(replay))
        .containsExactly(
            "2 not started: account 'acme' has used up evaluations in total used 2, limit 1,"
                + " script a.js; raise total.evaluations to allow more");
  }

  @Test
  void groupsHaveTheirTotalsForThemselves() {
    List<EvaluationRecord> records =
        List.of(completed(1, "a.js", ITERATIONS, 10), completed(2, "b.js", ITERATIONS, 10));
    Limits limits = Limits.parse("total.iterations=15");
    assertThat(Replay.of(records, limits, Grouping.SCRIPT).stops()).isEmpty();
    assertThat(Replay.of(records, limits, Grouping.ALL).stops()).hasSize(1);
  }

  @Test
  void whatWasDeniedIsSkippedAndWhatIsUnknownStopsNothing() {
    Replay replay =
        replay(
            "limit.cpuTime=1ms,total.cpuTime=1ms",
            Recorded.of(1, "a.js", Outcome.DENIED),
            completed(2, "a.js", CPU_TIME, Usage.UNKNOWN));
    assertThat(replay.skipped()).isEqualTo(1);
    assertThat(replay.evaluations()).isEqualTo(1);
    assertThat(replay.stops()).isEmpty();
    assertThat(replay.toMap()).containsEntry("stopped", 0L).containsEntry("skipped", 1L);
  }

  /** The same limits on the same work, by the ledger itself. */
  @Test
  void agreesWithTheLedger() throws Exception {
    long[] calls = {4, 6, 3, 5, 2, 4, 1};
    ResourceTracker free = ResourceTracker.standalone("acme", Limits.unlimited());
    ResourceTracker bound =
        ResourceTracker.standalone("acme", Limits.parse("limit.hostCalls=5,total.hostCalls=20"));
    for (long n : calls) {
      run(free, n);
      run(bound, n);
    }
    Replay replay = Replay.of(free.history(), bound.limits(), Grouping.ACCOUNT);
    assertThat(replay.stops())
        .extracting(stop -> stop.evaluation().id() + " " + stop.breach().kind())
        .containsExactlyElementsOf(
            bound.history().stream()
                .filter(record -> record.breach() != null)
                .map(record -> record.id() + " " + record.breach().kind())
                .toList())
        .hasSize(3);
  }

  private static void run(ResourceTracker account, long calls) throws Exception {
    try {
      account.run(
          () -> {
            for (long i = 0; i < calls; i++) {
              account.charge(HOST_CALLS, 1);
            }
            return true;
          });
    } catch (Error stopped) {
      assertThat(stopped.getMessage()).contains("hostCalls");
    }
  }

  @Test
  void whatRecordsDoNotSayIsRefused() {
    assertThatThrownBy(() -> replay("total.hostCalls=5,refill.hostCalls=day"))
        .hasMessage("refill.hostCalls cannot be replayed: leave refills out");
    assertThatThrownBy(() -> replay("total.heldBytes=5"))
        .hasMessageStartingWith("total.heldBytes cannot be replayed");
  }
}
