package dev.tachograph.jfr.reader;

import static dev.tachograph.jfr.reader.Facts.iterations;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** What an account and those below it used, by JVM. */
class MeterUsageTest {
  private final RecordReader reader = new RecordReader();

  @Test
  void whatRunsIsBesideWhatEndedUntilItEnds() {
    Feed jvm = new Feed(reader, 7).ended("tenant", 1, 10, 10).running("tenant", 2, 30, 2);
    assertThat(usage("tenant")).containsExactly(tuple(7L, 10L, 30L));
    jvm.running("tenant", 2, 50, 3);
    assertThat(usage("tenant")).containsExactly(tuple(7L, 10L, 50L));
    jvm.ended("tenant", 2, 60, 70);
    assertThat(usage("tenant")).containsExactly(tuple(7L, 70L, 0L));
    jvm.running("tenant", 2, 50, 3);
    assertThat(usage("tenant")).as("a sample that comes late").containsExactly(tuple(7L, 70L, 0L));
  }

  @Test
  void whatAnotherEndsSumMayHoldAlreadyIsNotCountedTwice() {
    Feed jvm = new Feed(reader, 7).running("tenant", 2, 50, 1).running("tenant", 3, 5, 1);
    jvm.ended("tenant", 2, 4, 64); // the second end, of evaluation 2; the first one's is late
    assertThat(usage("tenant")).containsExactly(tuple(7L, 64L, 0L));
    jvm.running("tenant", 4, 7, 3);
    assertThat(usage("tenant")).as("it runs after that").containsExactly(tuple(7L, 64L, 7L));
    jvm.ended("tenant", 1, 60, 60);
    assertThat(usage("tenant")).as("all are there").containsExactly(tuple(7L, 64L, 12L));
  }

  @Test
  void whatIsNotSampledAnyMoreHasEndedAndIsInTheTotals() {
    Feed jvm = new Feed(reader, 7).running("tenant", 1, 30, 1);
    jvm.ended("other", 6, 1, 1); // at second 6
    assertThat(usage("tenant")).isEmpty();
    jvm.snapshot("tenant", null, 0);
    assertThat(usage("tenant")).containsExactly(tuple(7L, 0L, 30L));
    jvm.ended("other", 7, 1, 2);
    assertThat(usage("tenant")).containsExactly(tuple(7L, 0L, 0L));
  }

  @Test
  void everyJvmHasItsOwn() {
    new Feed(reader, 7).ended("tenant", 1, 10, 10);
    new Feed(reader, 8).ended("tenant", 4, 5, 100).ended("other", 1, 3, 3);
    assertThat(usage("tenant")).containsExactly(tuple(7L, 10L, 0L), tuple(8L, 100L, 0L));
    assertThat(usage("nobody")).isEmpty();
    assertThat(reader.accountIds()).containsExactly("other", "tenant");
    assertThat(reader.meters()).extracting(MeterFigures::pid).containsExactly(7L, 8L);
  }

  @Test
  void accountsBelowItAreThoseWhoseSnapshotsSaySo() {
    new Feed(reader, 7)
        .snapshot("a", null, 1)
        .snapshot("a/b", "a", 20)
        .snapshot("a/b/c", "a/b", 300)
        .snapshot("a/script.js", null, 4_000)
        .snapshot("ab", null, 50_000)
        .running("a/b", 9, 600_000, 1);
    assertThat(usage("a")).containsExactly(tuple(7L, 321L, 600_000L));
    assertThat(usage("a/b")).containsExactly(tuple(7L, 320L, 600_000L));
    assertThat(usage("a/script.js")).containsExactly(tuple(7L, 4_000L, 0L));
  }

  private List<Tuple> usage(String account) {
    return reader.usage(account).stream()
        .map(one -> tuple(one.meter(), iterations(one.ended()), iterations(one.running())))
        .toList();
  }
}
