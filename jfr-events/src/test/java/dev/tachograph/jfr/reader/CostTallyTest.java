package dev.tachograph.jfr.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.meter.attribution.CallPath;
import dev.tachograph.meter.attribution.CallSite;
import dev.tachograph.meter.attribution.Cost;
import dev.tachograph.meter.attribution.FunctionCost;
import dev.tachograph.meter.attribution.LineCost;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Costs of lines that are said again and again. */
class CostTallyTest {
  private static final CallSite MAIN = new CallSite("a.js", "", 0);
  private static final CallSite F = new CallSite("a.js", "f", 3);
  private static final CallPath IN_MAIN = new CallPath(List.of(MAIN));
  private static final CallPath IN_F = new CallPath(List.of(MAIN, F));

  @Test
  void stripesAndMetersAreAddedUpAndOfEachTheHighestCounts() {
    List<Fact> facts = new ArrayList<>();
    for (long i = 1; i <= 10; i++) {
      facts.add(spent(7, 0, IN_F, 4, i));
      facts.add(spent(7, 1, IN_F, 4, 10 * i));
      facts.add(spent(8, 0, IN_F, 4, 100 * i));
      facts.add(spent(7, 0, IN_MAIN, 1, 1000 * i));
    }
    LineCost main = new LineCost("tenant", 0, IN_MAIN, 1, cost(10_000));
    LineCost f = new LineCost("tenant", 0, IN_F, 4, cost(10 + 100 + 1000));
    for (int seed = 0; seed < 10; seed++) {
      List<Fact> some = new ArrayList<>(facts.subList(4 * seed, 4 * 9)); // the last four count
      some.addAll(facts.subList(4 * 9, 4 * 10));
      some.addAll(facts.subList(0, 4 * seed));
      some.addAll(facts.subList(10, 30));
      Collections.shuffle(some, new Random(seed));
      RecordReader reader = new RecordReader();
      some.forEach(reader::accept);

      assertThat(reader.read().profile()).isEqualTo(new CostProfile(List.of(main, f), 0));
    }
    RecordReader lossy = new RecordReader();
    facts.subList(4 * 9, 4 * 10).forEach(lossy::accept);
    assertThat(lossy.read().profile().functions())
        .containsExactly(
            new FunctionCost("tenant", MAIN, cost(10_000), cost(11_110)),
            new FunctionCost("tenant", F, cost(1110), cost(1110)));
    assertThat(lossy.read().profile().total()).isEqualTo(cost(11_110));
  }

  @Test
  void fieldsRiseApart() {
    CostTally tally = new CostTally();
    tally.accept(new Fact.Spent(7, Facts.EPOCH, line(0, IN_F, 4, new Cost(9, 1, 8, 2, 7))));
    tally.accept(new Fact.Spent(7, Facts.EPOCH, line(0, IN_F, 4, new Cost(3, 4, 1, 5, 9))));

    assertThat(tally.read().total()).isEqualTo(new Cost(9, 4, 8, 5, 9));
  }

  @Test
  void whatDoesNotFitIsCountedAndWhatIsKnownStaysExact() {
    CostTally tally = new CostTally(10_000);
    for (int round = 1; round <= 2; round++) {
      for (int line = 1; line <= 1000; line++) {
        tally.accept((Fact.Spent) spent(7, 0, IN_F, line, round));
      }
    }
    CostProfile profile = tally.read();
    int kept = profile.lines().size();
    assertThat(kept).isBetween(30, 42);
    assertThat(profile.unkept()).isEqualTo(2L * (1000 - kept));
    assertThat(profile.lines()).allMatch(line -> line.self().iterations() == 2);
  }

  @Test
  void longNamesAndPathsTakeTheRoomThatTheyTake() {
    CostTally tally = new CostTally(100_000);
    CallSite wordy = new CallSite("a.js", "f".repeat(60_000), 1);
    tally.accept((Fact.Spent) spent(7, 0, new CallPath(List.of(wordy)), 1, 1));
    CallPath deep = new CallPath(Collections.nCopies(20_000, F));
    tally.accept((Fact.Spent) spent(7, 0, deep, 1, 1));
    tally.accept((Fact.Spent) spent(7, 0, IN_F, 1, 1));

    assertThat(tally.read().unkept()).isEqualTo(2);
    assertThat(tally.read().lines()).containsExactly(line(0, IN_F, 1, cost(1)));
  }

  @Test
  void aReaderOfTotalsDoesNotAskForThem() {
    RecordReader reader = RecordReader.ofTotals();
    reader.accept(spent(7, 0, IN_F, 1, 1));

    assertThat(reader.events()).doesNotContain("tachograph.FunctionUsage").hasSize(8);
    assertThat(new RecordReader().events()).contains("tachograph.FunctionUsage").hasSize(9);
    assertThat(reader.read().profile()).isEqualTo(CostProfile.NONE);
  }

  private static Fact spent(long meter, int stripe, CallPath path, int line, long iterations) {
    return new Fact.Spent(meter, Facts.EPOCH, line(stripe, path, line, cost(iterations)));
  }

  private static LineCost line(int stripe, CallPath path, int line, Cost cost) {
    return new LineCost("tenant", stripe, path, line, cost);
  }

  private static Cost cost(long iterations) {
    return new Cost(iterations, 0, 0, 0, 0);
  }
}
