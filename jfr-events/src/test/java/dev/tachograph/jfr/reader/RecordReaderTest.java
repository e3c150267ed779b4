package dev.tachograph.jfr.reader;

import static dev.tachograph.jfr.reader.Facts.EPOCH;
import static dev.tachograph.jfr.reader.Facts.end;
import static dev.tachograph.jfr.reader.Facts.evaluation;
import static dev.tachograph.jfr.reader.Facts.facts;
import static dev.tachograph.jfr.reader.Facts.iterations;
import static dev.tachograph.jfr.reader.Facts.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a reader makes of facts that come late, twice, out of order, or not at all. */
class RecordReaderTest {
  private final List<EvaluationRecord> heard = new ArrayList<>();
  private final RecordReader reader = new RecordReader(5, heard::add);

  @Test
  void inOrderEverythingIsExact() {
    facts(7, 10).forEach(reader::accept);

    FlightRecord record = reader.read();
    assertThat(iterations(record.totals())).isEqualTo(55);
    assertThat(record.totals().get(Resource.EVALUATIONS)).isEqualTo(10);
    assertThat(record.accounts()).hasSize(2);
    AccountFigures even = record.accounts().get(0);
    assertThat(even.account()).isEqualTo("even");
    assertThat(iterations(even.usage())).isEqualTo(30);
    assertThat(even.evaluations()).isEqualTo(new Coverage(5, 0, 0));
    assertThat(record.scripts())
        .extracting(ScriptFigures::script, ScriptFigures::account, s -> iterations(s.usage()))
        .containsExactly(
            tuple("0.js", "even", 6L),
            tuple("0.js", "odd", 12L),
            tuple("1.js", "even", 14L),
            tuple("1.js", "odd", 8L),
            tuple("2.js", "even", 10L),
            tuple("2.js", "odd", 5L));
    assertThat(heard)
        .extracting(EvaluationRecord::id)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    assertThat(record.history())
        .extracting(EvaluationRecord::id)
        .containsExactly(6L, 7L, 8L, 9L, 10L);
  }

  @Test
  void orderAndRepetitionDoNotMatter() {
    List<Fact> facts = facts(7, 200);
    facts.forEach(reader::accept);
    for (int seed = 0; seed < 20; seed++) {
      List<Fact> shuffled = new ArrayList<>(facts);
      shuffled.addAll(facts.subList(seed, 100));
      Collections.shuffle(shuffled, new Random(seed));
      RecordReader another = new RecordReader();
      shuffled.forEach(another::accept);
      assertThat(another.read().totals()).isEqualTo(reader.read().totals());
      assertThat(another.read().accounts()).isEqualTo(reader.read().accounts());
      assertThat(another.read().scripts()).isEqualTo(reader.read().scripts());
      assertThat(another.read().history()).hasSize(200);
    }
  }

  @Test
  void whatIsLostIsCountedAndTheTotalsStayExact() {
    List<Fact> facts = facts(7, 200);
    Random random = new Random(1);
    List<Fact> kept = new ArrayList<>(facts);
    kept.subList(0, 198).removeIf(fact -> random.nextInt(3) == 0); // the last of each account stays
    kept.forEach(reader::accept);

    FlightRecord record = reader.read();
    assertThat(iterations(record.totals())).isEqualTo(200 * 201 / 2);
    assertThat(record.evaluations().read()).isEqualTo(kept.size());
    assertThat(record.evaluations().all()).isEqualTo(200);
    assertThat(record.scripts().stream().mapToLong(ScriptFigures::ends).sum())
        .isLessThanOrEqualTo(200);
    long known =
        record.scripts().stream().mapToLong(s -> s.usage().get(Resource.EVALUATIONS)).sum();
    long unknown = record.scripts().stream().mapToLong(ScriptFigures::unknown).sum();
    assertThat(known).isEqualTo(kept.size());
    assertThat(record.scripts().stream().mapToLong(ScriptFigures::ends).sum())
        .isEqualTo(known + unknown);
  }

  @Test
  void aSnapshotMakesUpForEverythingBeforeIt() {
    reader.accept(end(7, 1, "tenant", "a.js", 3, 3, 10, 60));
    reader.accept(new Fact.ScriptTotals(7, EPOCH, "tenant", "a.js", 4, usage(4, 100)));
    reader.accept(
        new Fact.AccountTotals(
            7, EPOCH, "tenant", "parent", 6, 5, 2, 0, "limit.iterations=9", usage(5, 111)));

    AccountFigures account = reader.read().accounts().get(0);
    assertThat(iterations(account.usage())).isEqualTo(111);
    assertThat(account.usage().get(Resource.EVALUATIONS)).isEqualTo(5);
    assertThat(account.evaluations()).isEqualTo(new Coverage(1, 2, 2));
    assertThat(account.breaches()).isEqualTo(new Coverage(0, 2, 0));
    assertThat(account.parent()).isEqualTo("parent");
    assertThat(account.limits()).isEqualTo("limit.iterations=9");
    ScriptFigures script = reader.read().scripts().get(0);
    assertThat(iterations(script.usage())).isEqualTo(100);
    assertThat(script.ends()).isEqualTo(4);
    assertThat(script.unknown()).isZero();

    reader.accept(end(7, 2, "tenant", "a.js", 6, 6, 5, 120)); // the fifth of the script is lost
    script = reader.read().scripts().get(0);
    assertThat(iterations(script.usage())).isEqualTo(105);
    assertThat(script.ends()).isEqualTo(6);
    assertThat(script.unknown()).isEqualTo(1);

    reader.accept(new Fact.ScriptTotals(7, EPOCH, "tenant", "a.js", 5, usage(5, 104))); // late
    script = reader.read().scripts().get(0);
    assertThat(iterations(script.usage())).isEqualTo(109);
    assertThat(script.unknown()).isZero();
  }

  @Test
  void gapsThatNoSnapshotFillsAreGivenUpAfterAWhile() {
    int ends = ScriptTally.HELD + 100;
    for (int i = 2; i <= ends; i++) { // the first one is lost
      reader.accept(end(7, i, "tenant", "a.js", i, i, 1, i));
    }
    ScriptFigures script = reader.read().scripts().get(0);
    assertThat(iterations(script.usage())).isEqualTo(ends - 1);
    assertThat(script.unknown()).isEqualTo(1);

    reader.accept(new Fact.ScriptTotals(7, EPOCH, "tenant", "a.js", ends, usage(ends, ends)));
    script = reader.read().scripts().get(0);
    assertThat(iterations(script.usage())).isEqualTo(ends);
    assertThat(script.unknown()).isZero();
  }

  @Test
  void endsThatComeLaterThanThatStillCountOnce() {
    int ends = 2 * ScriptTally.HELD;
    List<Fact> late = new ArrayList<>();
    for (int i = 1; i <= ends; i++) {
      Fact end = end(7, i, "tenant", "a.js", i, i, 1, i);
      if (i == 1 || i % 100 >= 97) {
        late.add(end);
      } else {
        reader.accept(end);
      }
    }
    assertThat(reader.read().scripts().get(0).unknown()).isEqualTo(late.size());

    Collections.shuffle(late, new Random(1));
    for (Fact end : late) {
      reader.accept(end);
      reader.accept(end);
    }
    reader.accept(end(7, 2, "tenant", "a.js", 2, 2, 1, 2));
    ScriptFigures script = reader.read().scripts().get(0);
    assertThat(iterations(script.usage())).isEqualTo(ends);
    assertThat(script.ends()).isEqualTo(ends);
    assertThat(script.unknown()).isZero();
  }

  @Test
  void metersAreAddedUpAndARestartIsAnotherMeter() {
    facts(7, 10).forEach(reader::accept);
    facts(8, 10).forEach(reader::accept);
    facts(7, 10).forEach(reader::accept);

    assertThat(iterations(reader.read().totals())).isEqualTo(110);
    assertThat(reader.read().evaluations()).isEqualTo(new Coverage(20, 0, 0));
    assertThat(reader.read().meters()).extracting(MeterFigures::meter).containsExactly(7L, 8L);
    assertThat(heard).hasSize(20);
  }

  @Test
  void whatIsUnknownOnceStaysUnknown() {
    Usage unknown = Usage.of(r -> r == Resource.CPU_TIME ? Usage.UNKNOWN : 1);
    reader.accept(end(7, 1, "tenant", "a.js", 1, 1, 1, 1));
    reader.accept(new Fact.AccountTotals(7, EPOCH, "tenant", null, 2, 2, 0, 0, null, unknown));
    reader.accept(end(7, 1, "tenant", "a.js", 1, 1, 1, 1));

    assertThat(reader.read().totals().get(Resource.CPU_TIME)).isEqualTo(Usage.UNKNOWN);
  }

  @Test
  void aBreachIsKeptAndJoinedWithItsEvaluation() {
    Breach breach =
        new Breach(
            Breach.Kind.EXCEEDED,
            Resource.ITERATIONS,
            Breach.Scope.EVALUATION,
            9,
            10,
            1,
            "tenant",
            "a.js",
            new Breach.Position("lib.js", "inner", 7));
    Fact.Exceeded exceeded = new Fact.Exceeded(7, EPOCH, "tenant", 1, 42, breach);
    reader.accept(exceeded);
    reader.accept(exceeded);
    reader.accept(end(7, 42, "tenant", "a.js", 1, 1, 10, 10));

    assertThat(reader.read().breaches())
        .containsExactly(new RecordedBreach(EPOCH, "tenant", 42, breach));
    assertThat(heard).singleElement().extracting(EvaluationRecord::breach).isEqualTo(breach);
  }

  @Test
  void whatRunsIsKnownUntilItEnds() {
    Fact.Running early = new Fact.Running(7, EPOCH, 0, evaluation(1, "tenant", "a.js", 10));
    Fact.Running late =
        new Fact.Running(7, EPOCH.plusSeconds(1), 0, evaluation(1, "tenant", "a.js", 20));
    reader.accept(late);
    reader.accept(early);
    assertThat(reader.read().running()).extracting(e -> iterations(e.usage())).containsExactly(20L);
    assertThat(iterations(reader.read().totals())).isZero();

    reader.accept(end(7, 1, "tenant", "a.js", 1, 1, 30, 30));
    reader.accept(late);
    assertThat(reader.read().running()).isEmpty();
    assertThat(iterations(reader.read().totals())).isEqualTo(30);
  }

  @Test
  void aLostEndIsNotRunningForEver() {
    reader.accept(new Fact.Running(7, EPOCH, 0, evaluation(1, "tenant", "a.js", 10)));
    reader.accept(
        new Fact.AccountTotals(
            7, EPOCH.plusSeconds(1), "tenant", null, 1, 1, 0, 0, null, usage(1, 12)));

    assertThat(reader.read().running()).isEmpty();
    assertThat(iterations(reader.read().totals())).isEqualTo(12);
    assertThat(reader.read().evaluations()).isEqualTo(new Coverage(0, 1, 0));
  }
}
