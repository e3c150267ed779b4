package dev.tachograph.meter.journal;

import static dev.tachograph.meter.Resource.EVALUATIONS;
import static dev.tachograph.meter.Resource.HELD_BYTES;
import static dev.tachograph.meter.Resource.HOST_CALLS;
import static dev.tachograph.meter.Resource.ITERATIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.EvaluationRecord.Outcome;
import dev.tachograph.meter.HandTicker;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Usage;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a journal keeps, and that it is the same when it is opened again. */
@SuppressWarnings("try") // journals that only have to be open
class JournalTest {
  private static final JournalOptions OPTIONS =
      JournalOptions.defaults().withCheckpointInterval(Duration.ZERO);

  @TempDir private Path directory;
  private final HandTicker ticker = new HandTicker("2026-11-21T10:00:00Z");

  private ResourceTracker tracker(String limits) {
    return ResourceTracker.standalone("a", Limits.parse(limits), ticker);
  }

  private Journal open(ResourceTracker... trackers) {
    Journal journal = Journal.open(directory, OPTIONS.withTicker(ticker));
    for (ResourceTracker tracker : trackers) {
      journal.attach(tracker);
    }
    return journal;
  }

  private static Usage run(ResourceTracker tracker, int hostCalls) throws Exception {
    return tracker
        .run(
            () -> {
              for (int i = 0; i < hostCalls; i++) {
                tracker.charge(HOST_CALLS, 1);
              }
              return true;
            })
        .usage();
  }

  /** What is on disk now, as it would be found if the process was killed. */
  private Path killed() throws Exception {
    Path copy = Files.createTempDirectory(directory, "copy");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "segment-*")) {
      for (Path file : files) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  @Test
  void totalsStatisticsAndHistoryAreTheSameWhenItIsOpenedAgain() throws Exception {
    ResourceTracker before = tracker("total.hostCalls=100");
    try (Journal journal = open(before)) {
      run(before, 3);
      before.charge(ITERATIONS, 5);
      assertThatThrownBy(
              () ->
                  before.run(
                      () -> {
                        throw new IllegalStateException("failed");
                      }))
          .hasMessage("failed");
      assertThatThrownBy(() -> run(before, 98)).isInstanceOf(LimitExceededError.class);
      assertThat(journal.recovery().killed()).isEmpty();
    }
    ResourceTracker after = tracker("total.hostCalls=100");
    try (Journal journal = open(after)) {
      assertThat(after.usage()).isEqualTo(before.usage());
      assertThat(after.usage().get(EVALUATIONS)).isEqualTo(3);
      assertThat(after.usage().get(Resource.FUEL)).isEqualTo(5 * 400);
      assertThat(after.statistics()).isEqualTo(before.statistics());
      assertThat(after.history()).isEqualTo(before.history());
      assertThat(after.limitStatus()).isEqualTo(before.limitStatus());
      assertThat(journal.recovery().droppedBytes()).isZero();
    }
  }

  @Test
  void anAccountThatIsUsedUpStaysSo() throws Exception {
    ResourceTracker before = tracker("total.hostCalls=5");
    try (Journal journal = open(before)) {
      run(before, 5);
      assertThatThrownBy(() -> run(before, 1)).isInstanceOf(LimitExceededError.class);
    }
    ResourceTracker after = tracker("total.hostCalls=5");
    try (Journal journal = open(after)) {
      assertThatThrownBy(() -> run(after, 0))
          .isInstanceOfSatisfying(
              LimitExceededError.class,
              error -> assertThat(error.breach().denied()).as(error.getMessage()).isTrue());
      after.setLimit(HOST_CALLS, 6);
      run(after, 1);
      assertThat(after.usage().get(HOST_CALLS)).isEqualTo(before.usage().get(HOST_CALLS) + 1);
    }
  }

  @Test
  void childrenAreKeptFromTheirFirstMoment() throws Exception {
    ResourceTracker tenant = tracker("total.hostCalls=10");
    ResourceTracker early = tenant.child("early");
    try (Journal journal = open(tenant)) {
      run(early, 1);
      run(tenant.child("late").child("grand"), 2);
      tenant.child("late").charge(HOST_CALLS, 4);
    }
    ResourceTracker again = tracker("total.hostCalls=10");
    try (Journal journal = open(again)) {
      assertThat(again.usage().get(HOST_CALLS)).isEqualTo(7);
      assertThat(again.child("early").usage().get(HOST_CALLS)).isEqualTo(1);
      ResourceTracker late = again.child("late");
      assertThat(late.usage().get(HOST_CALLS)).isEqualTo(6);
      assertThat(late.child("grand").history()).hasSize(1);
      late.close();
      assertThat(again.child("late").usage().get(HOST_CALLS)).as("opened again").isEqualTo(6);
      assertThat(journal.accounts().stream().map(JournalAccount::id))
          .containsExactly("a", "a/early", "a/late", "a/late/grand");
      assertThat(journal.accounts().get(3).parent()).isEqualTo("a/late");
    }
  }

  @Test
  void whatWasKilledIsChargedAtItsLastCheckpoint() throws Exception {
    ResourceTracker before = tracker("");
    Path found;
    try (Journal journal = open(before)) {
      found =
          before
              .run(
                  () -> {
                    before.charge(HOST_CALLS, 7);
                    journal.checkpoint();
                    before.charge(HOST_CALLS, 2);
                    return killed();
                  })
              .value();
    }
    assertThat(Journal.read(found, OPTIONS).get(0))
        .satisfies(account -> assertThat(account.usage().get(HOST_CALLS)).isEqualTo(7))
        .satisfies(account -> assertThat(account.running()).hasSize(1));
    ResourceTracker after = tracker("");
    for (int openings = 1; openings <= 2; openings++) {
      try (Journal journal = Journal.open(found, OPTIONS)) {
        assertThat(journal.recovery().killed()).hasSize(openings == 1 ? 1 : 0);
        if (openings == 2) {
          journal.attach(after);
        }
      }
    }
    assertThat(after.usage().get(HOST_CALLS)).isEqualTo(7);
    assertThat(after.usage().get(EVALUATIONS)).isEqualTo(1);
    EvaluationRecord record = after.history().get(0);
    assertThat(record.outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(record.breach()).isNull();
    assertThat(record.duration().toNanos()).isEqualTo(record.usage().get(Resource.WALL_TIME));
  }

  @Test
  void whatWasKilledBeforeAnyCheckpointCountsAsOneEvaluation() throws Exception {
    ResourceTracker before = tracker("");
    Path found;
    try (Journal journal = open(before)) {
      found = before.run(this::killed).value();
    }
    try (Journal journal = Journal.open(found, OPTIONS)) {
      assertThat(journal.accounts().get(0).usage().get(EVALUATIONS)).isEqualTo(1);
    }
  }

  @Test
  void aResetForgetsWhatRunningEvaluationsHadUsed() throws Exception {
    ResourceTracker parent = tracker("");
    ResourceTracker child = parent.child("c");
    Path found;
    try (Journal journal = open(parent)) {
      run(parent, 50);
      found =
          child
              .run(
                  () -> {
                    child.charge(HOST_CALLS, 4);
                    parent.reset();
                    child.charge(HOST_CALLS, 3);
                    journal.checkpoint();
                    return killed();
                  })
              .value();
      assertThat(parent.usage().get(HOST_CALLS)).isEqualTo(3);
      assertThat(parent.usage().get(EVALUATIONS)).isZero();
    }
    for (Path path : List.of(directory, found)) {
      Map<String, JournalAccount> accounts = accounts(path);
      assertThat(accounts.get("a").usage().get(HOST_CALLS)).isEqualTo(3);
      assertThat(accounts.get("a").usage().get(EVALUATIONS)).isZero();
      assertThat(accounts.get("a/c").usage().get(HOST_CALLS)).isEqualTo(7);
      assertThat(accounts.get("a/c").usage().get(EVALUATIONS)).isEqualTo(1);
    }
    assertThat(accounts(directory).get("a").usage()).isEqualTo(parent.usage());
  }

  private static Map<String, JournalAccount> accounts(Path directory) {
    Map<String, JournalAccount> accounts = new TreeMap<>();
    Journal.read(directory, OPTIONS).forEach(account -> accounts.put(account.id(), account));
    return accounts;
  }

  @Test
  void anUnattachedAccountCanBeReset() throws Exception {
    ResourceTracker before = tracker("total.hostCalls=5");
    try (Journal journal = open(before)) {
      run(before, 5);
    }
    try (Journal journal = open()) {
      journal.reset("a");
      assertThatThrownBy(() -> journal.reset("b"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the journal knows no account 'b'");
    }
    JournalAccount account = accounts(directory).get("a");
    assertThat(account.usage()).isEqualTo(Usage.none());
    assertThat(account.history()).isEmpty();
    assertThat(account.limits()).isEqualTo(Limits.parse("total.hostCalls=5"));
    assertThat(account.limitStatus().get(0).remaining()).isEqualTo(5);
  }

  @Test
  void aPeriodThatWasRefilledIsNotRefilledAgainAndNotLost() throws Exception {
    String limits = "total.hostCalls=10,refill.hostCalls=day";
    ResourceTracker before = tracker(limits);
    try (Journal journal = open(before)) {
      run(before, 8);
      ticker.turn(Duration.ofDays(1));
      run(before, 3);
    }
    ticker.turn(Duration.ofHours(1));
    ResourceTracker sameDay = tracker(limits);
    try (Journal journal = open(sameDay)) {
      assertThat(sameDay.limitStatus().get(HOST_CALLS).remaining()).isEqualTo(7);
      assertThat(sameDay.usage().get(HOST_CALLS)).isEqualTo(11);
      run(sameDay, 6);
    }
    ticker.turn(Duration.ofDays(1));
    ResourceTracker nextDay = tracker("");
    try (Journal journal = open(nextDay)) {
      nextDay.setLimits(Limits.parse(limits));
      assertThat(nextDay.limitStatus().get(HOST_CALLS).remaining()).isEqualTo(10);
    }
    assertThat(Journal.read(directory, OPTIONS.withTicker(ticker)).get(0).limitStatus().get(0))
        .returns(10L, status -> status.remaining());
  }

  @Test
  void aTokenBucketDripsWhileNobodyRuns() throws Exception {
    String limits = "total.hostCalls=10,refill.hostCalls=6/1m";
    ResourceTracker before = tracker(limits);
    try (Journal journal = open(before)) {
      run(before, 10);
      ticker.turn(Duration.ofSeconds(15));
      before.charge(HOST_CALLS, 1);
    }
    ticker.turn(Duration.ofSeconds(25));
    ResourceTracker after = tracker(limits);
    try (Journal journal = open(after)) {
      assertThat(after.limitStatus().get(HOST_CALLS).remaining())
          .as("40 s: 4, less 1")
          .isEqualTo(3);
      ticker.turn(Duration.ofHours(1));
      assertThat(after.limitStatus().get(HOST_CALLS).remaining()).isEqualTo(10);
    }
  }

  @Test
  void aManualRefillIsOnDiskWhenItReturns() throws Exception {
    ResourceTracker before = tracker("total.hostCalls=10");
    Path found;
    try (Journal journal = open(before)) {
      run(before, 10);
      before.refill(HOST_CALLS, 4);
      found = killed();
    }
    ResourceTracker after = tracker("total.hostCalls=10");
    try (Journal journal = Journal.open(found, OPTIONS)) {
      journal.attach(after);
      assertThat(after.limitStatus().get(HOST_CALLS).remaining()).isEqualTo(4);
      assertThat(after.usage().get(HOST_CALLS)).isEqualTo(10);
    }
  }

  @Test
  void whatWasHeldAtOneTimeIsKept() throws Exception {
    ResourceTracker before = tracker("");
    try (Journal journal = open(before)) {
      before.memoryGuard(5000).close();
      run(before, 1);
    }
    ResourceTracker after = tracker("");
    try (Journal journal = open(after)) {
      assertThat(after.usage().get(HELD_BYTES)).isEqualTo(5000);
    }
  }

  @Test
  void deniedEvaluationsAreInTheHistory() throws Exception {
    ResourceTracker before = tracker("total.evaluations=1");
    try (Journal journal = open(before)) {
      run(before, 1);
      assertThatThrownBy(() -> run(before, 1)).isInstanceOf(LimitExceededError.class);
    }
    JournalAccount account = accounts(directory).get("a");
    assertThat(account.history().get(1)).isEqualTo(before.history().get(1));
    assertThat(account.statistics()).isEqualTo(before.statistics());
  }

  @Test
  void filesBeginWithTheTotalsAndOldOnesGo() throws Exception {
    JournalOptions small = OPTIONS.withRotationBytes(2000).withHistorySize(3);
    ResourceTracker before = tracker("");
    try (Journal journal = Journal.open(directory, small)) {
      journal.attach(before);
      for (int i = 0; i < 100; i++) {
        run(before, 1);
      }
      assertThat(Segments.list(directory).lastKey()).isGreaterThan(5);
      assertThat(Segments.list(directory)).hasSize(1);
    }
    ResourceTracker after = tracker("");
    try (Journal journal = Journal.open(directory, small)) {
      journal.attach(after);
      assertThat(after.usage()).isEqualTo(before.usage());
      assertThat(after.history()).isEqualTo(before.history().subList(97, 100));
      assertThat(after.statistics()).isEqualTo(before.statistics());
    }
  }

  @Test
  void runningEvaluationsAreInTheNextFileToo() throws Exception {
    JournalOptions small = OPTIONS.withRotationBytes(1).withHistorySize(0);
    ResourceTracker before = tracker("");
    Path found;
    try (Journal journal = Journal.open(directory, small)) {
      journal.attach(before);
      found =
          before
              .run(
                  () -> {
                    before.charge(HOST_CALLS, 2);
                    before.reset();
                    before.charge(HOST_CALLS, 3);
                    journal.checkpoint();
                    long file = Segments.list(directory).lastKey();
                    for (int i = 0; Segments.list(directory).lastKey() < file + 2; i++) {
                      before.setLimit(HOST_CALLS, 1000 + i);
                    }
                    return killed();
                  })
              .value();
    }
    assertThat(accounts(found).get("a").usage().get(HOST_CALLS)).isEqualTo(3);
  }

  @Test
  void manyThreadsShareTheirWritesAndLoseNothing() throws Exception {
    ResourceTracker before = tracker("");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (Journal journal = open(before)) {
      List<Callable<Usage>> tasks =
          IntStream.range(0, 8)
              .<Callable<Usage>>mapToObj(
                  i ->
                      () -> {
                        Usage sum = Usage.none();
                        for (int k = 0; k < 50; k++) {
                          sum = sum.plus(run(before.child("t" + i), k));
                        }
                        return sum;
                      })
              .toList();
      for (Future<Usage> end : threads.invokeAll(tasks)) {
        assertThat(end.get().get(HOST_CALLS)).isEqualTo(1225);
      }
    } finally {
      threads.shutdown();
    }
    ResourceTracker after = tracker("");
    try (Journal journal = open(after)) {
      assertThat(after.usage()).isEqualTo(before.usage());
      assertThat(after.statistics()).isEqualTo(before.statistics());
    }
  }

  @Test
  void onlyOneCanHaveItOpen() {
    Journal journal = open();
    long pid = ProcessHandle.current().pid();
    assertThatThrownBy(this::open)
        .isInstanceOf(JournalInUseException.class)
        .hasMessage(
            "the journal in %s is in use by this process (pid %d): wait for its end, or use another"
                    .formatted(directory, pid)
                + " directory");
    journal.close();
    journal.close();
    open().close();
  }

  @Test
  void whatWasUsedBeforeIsNotHalfKept() throws Exception {
    ResourceTracker used = tracker("");
    run(used, 1);
    try (Journal journal = open()) {
      assertThatThrownBy(() -> journal.attach(used))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("'a' has used something already");
      used.reset();
      journal.attach(used);
      journal.attach(used);
      assertThatThrownBy(() -> journal.attach(tracker("")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("another account 'a' is attached");
    }
  }

  @Test
  void aMissingJournalIsNotMade() {
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> Journal.read(missing, OPTIONS))
        .isInstanceOf(JournalException.class)
        .hasMessage("there is no journal in " + missing);
    assertThat(missing).doesNotExist();
  }
}
