package dev.tachograph.meter.journal;

import static dev.tachograph.meter.Resource.HOST_CALLS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.meter.Limits;
import dev.tachograph.meter.ResourceTracker;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Budgets that refill, while the journal is open and while it is not. */
@SuppressWarnings("try") // journals that only have to be open
class JournalRefillTest extends JournalDirectory {
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
}
