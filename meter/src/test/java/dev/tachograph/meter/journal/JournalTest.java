package dev.tachograph.meter.journal;

import static dev.tachograph.meter.Resource.EVALUATIONS;
import static dev.tachograph.meter.Resource.HELD_BYTES;
import static dev.tachograph.meter.Resource.HOST_CALLS;
import static dev.tachograph.meter.Resource.ITERATIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Usage;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a journal keeps, and that it is the same when it is opened again. */
@SuppressWarnings("try") // journals that only have to be open
class JournalTest extends JournalDirectory {
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
