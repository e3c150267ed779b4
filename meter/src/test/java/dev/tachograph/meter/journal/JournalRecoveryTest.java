package dev.tachograph.meter.journal;

import static dev.tachograph.meter.Resource.EVALUATIONS;
import static dev.tachograph.meter.Resource.HOST_CALLS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.EvaluationRecord.Outcome;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a journal knows when its process was killed, or an account was reset, while scripts ran. */
@SuppressWarnings("try") // journals that only have to be open
class JournalRecoveryTest extends JournalDirectory {
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
}
