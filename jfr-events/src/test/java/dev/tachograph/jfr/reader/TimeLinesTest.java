package dev.tachograph.jfr.reader;

import static dev.tachograph.jfr.reader.Facts.EPOCH;
import static dev.tachograph.jfr.reader.Facts.end;
import static dev.tachograph.jfr.reader.Facts.evaluation;
import static dev.tachograph.jfr.reader.Facts.facts;
import static dev.tachograph.jfr.reader.Facts.iterations;
import static dev.tachograph.jfr.reader.Facts.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tachograph.meter.Usage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What accounts used over time. */
class TimeLinesTest {
  private final RecordReader reader = RecordReader.withTimeLines(5);

  @Test
  void totalsRiseAndPeaksAreOfSingleEvaluations() {
    facts(7, 4).forEach(reader::accept);

    List<TimeLine> lines = reader.timeLines();
    assertThat(lines)
        .extracting(TimeLine::meter, TimeLine::account)
        .containsExactly(tuple(7L, "even"), tuple(7L, "odd"));
    assertThat(lines.get(0).points())
        .extracting(TimeLine.Point::at, p -> count(p.total()), p -> count(p.peak()))
        .containsExactly(tuple(EPOCH.plusSeconds(2), 2L, 2L), tuple(EPOCH.plusSeconds(4), 6L, 4L));
  }

  @Test
  void aSampleIsAPeakAndInNoTotal() {
    reader.accept(end(7, 1, "tenant", "a.js", 1, 1, 10, 10));
    reader.accept(
        new Fact.Running(7, EPOCH.plusSeconds(5), 0, evaluation(2, "tenant", "a.js", 4000)));

    assertThat(reader.timeLines().get(0).points())
        .extracting(p -> count(p.total()), p -> count(p.peak()))
        .containsExactly(tuple(10L, 10L), tuple(10L, 4000L));
  }

  @Test
  void limitsAreInForceUntilOthersAreSaid() {
    reader.accept(end(7, 1, "tenant", "a.js", 1, 1, 1, 1));
    reader.accept(limits(2, "limit.iterations=9"));
    reader.accept(end(7, 3, "tenant", "a.js", 2, 2, 1, 2));
    reader.accept(new Fact.Changed(7, EPOCH.plusSeconds(4), "tenant", "limit.iterations=10"));
    reader.accept(limits(5, null));

    assertThat(reader.timeLines().get(0).points())
        .extracting(TimeLine.Point::limits)
        .containsExactly(
            null, "limit.iterations=9", "limit.iterations=9", "limit.iterations=10", null);
  }

  @Test
  void longRecordingsHaveFewPointsInAnyOrderAndTheEndIsExact() {
    List<Fact> facts = facts(7, 20_000);
    facts.forEach(reader::accept);
    List<TimeLine> lines = reader.timeLines();
    for (TimeLine line : lines) {
      assertThat(line.points())
          .hasSizeBetween(TimeLines.POINTS_PER_LINE / 2, TimeLines.POINTS_PER_LINE);
    }
    List<TimeLine.Point> even = lines.get(0).points();
    assertThat(count(even.get(even.size() - 1).total())).isEqualTo(10_000L * 10_001);
    assertThat(count(even.get(even.size() - 1).peak())).isEqualTo(20_000);

    List<Fact> shuffled = new ArrayList<>(facts);
    Collections.shuffle(shuffled, new Random(1));
    RecordReader another = RecordReader.withTimeLines(5);
    shuffled.forEach(another::accept);
    assertThat(another.timeLines()).isEqualTo(lines);
  }

  @Test
  void aReaderKeepsThemOnlyIfItIsAskedTo() {
    RecordReader plain = new RecordReader();
    facts(7, 4).forEach(plain::accept);
    assertThat(plain.timeLines()).isEmpty();
  }

  private static Fact limits(int second, @Nullable String limits) {
    return new Fact.AccountTotals(
        7, EPOCH.plusSeconds(second), "tenant", null, 0, 0, 0, 0, limits, usage(0, 0));
  }

  private static long count(@Nullable Usage usage) {
    return usage == null ? Usage.UNKNOWN : iterations(usage);
  }
}
