package dev.tachograph.agent.tools;

import static dev.tachograph.agent.tools.Profiles.F;
import static dev.tachograph.agent.tools.Profiles.G;
import static dev.tachograph.agent.tools.Profiles.MAIN;
import static dev.tachograph.agent.tools.Profiles.line;
import static dev.tachograph.agent.tools.Profiles.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tachograph.jfr.reader.FlightRecord;
import dev.tachograph.meter.Json;
import dev.tachograph.meter.attribution.CallSite;
import dev.tachograph.meter.attribution.Cost;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which function got more expensive. */
class ProfileDiffTest {
  private static final CallSite OLD = new CallSite("a.js", "old", 20);
  private static final CallSite FRESH = new CallSite("a.js", "fresh", 30);

  private final FlightRecord before =
      record(
          Map.of("shop", 10L),
          line("shop", 1, iterations(100), MAIN),
          line("shop", 4, iterations(200), MAIN, F),
          line("shop", 9, iterations(50), MAIN, F, G),
          line("shop", 21, iterations(30), MAIN, OLD));

  /** Twice as many evaluations, f was moved and costs three times as much, g is cheaper. */
  private final FlightRecord after =
      record(
          Map.of("shop", 20L),
          line("shop", 1, iterations(200), MAIN),
          line("shop", 14, iterations(1200), MAIN, moved(F, 13)),
          line("shop", 9, iterations(90), MAIN, moved(F, 13), G),
          line("shop", 31, iterations(40), MAIN, FRESH));

  @Test
  void figuresAreForOneEvaluationAndTheDearestIsFirst() {
    ProfileDiff diff = diff(before, after);

    assertThat(diff.evaluationsBefore).isEqualTo(10);
    assertThat(diff.evaluationsAfter).isEqualTo(20);
    assertThat(diff.functions)
        .extracting(
            function -> RecordWords.name(function.site()),
            FunctionChange::state,
            function -> diff.self(function).by(),
            function -> diff.total(function).by())
        .containsExactly(
            tuple("f (a.js:13)", "both", 40.0, 39.5),
            tuple("fresh (a.js:30)", "new", 2.0, 2.0),
            tuple("(script) (a.js)", "both", 0.0, 38.5),
            tuple("g;h (lib.js:9)", "both", -0.5, -0.5),
            tuple("old (a.js:20)", "gone", -3.0, -3.0));
    Change f = diff.self(diff.functions.get(0));
    assertThat(f).isEqualTo(new Change(200, 1200, 20.0, 60.0));
  }

  @Test
  void inWords() {
    assertThat(new DiffWords(diff(before, after), Measure.ITERATIONS, 2).text())
        .isEqualTo(
            """
            Accounts compared: 'shop'
            Evaluations of theirs: 10 before, 20 after. Figures are for one evaluation.
            More expensive, by iterations of their own lines:
              f (a.js:13): +40 (20 to 60, +200.0%); with what it calls +39.50 (25 to 64.50, +158.0%)
              fresh (a.js:30) (new): +2 (0 to 2); with what it calls +2 (0 to 2)
              and 1 more
            Cheaper:
              old (a.js:20) (gone): -3 (3 to 0, -100.0%); with what it calls -3 (3 to 0, -100.0%)
              g;h (lib.js:9): -0.50 (5 to 4.50, -10.0%); with what it calls -0.50 (5 to 4.50, -10.0%)
            Functions that cost the same: 0""");
  }

  @Test
  void asJson() {
    assertThat(Json.compact(diff(before, after).toMap(1)))
        .startsWith(
            "{\"by\":\"iterations\",\"accounts\":[\"shop\"],\"evaluationsBefore\":10,"
                + "\"evaluationsAfter\":20,\"functions\":[{\"script\":\"a.js\",\"function\":\"f\","
                + "\"lineBefore\":3,\"lineAfter\":13,\"state\":\"both\",\"self\":{\"fuel\":{"
                + "\"before\":80000,\"after\":480000,\"change\":400000,"
                + "\"beforePerEvaluation\":8000.0,\"afterPerEvaluation\":24000.0,"
                + "\"changePerEvaluation\":16000.0},\"iterations\":{\"before\":200,")
        .contains("\"total\":{\"fuel\":{\"before\":100000,\"after\":516000,")
        .endsWith("],\"left\":4}");
  }

  @Test
  void ofEqualRecordingsNothingChanged() {
    assertThat(new DiffWords(diff(before, before), Measure.ITERATIONS, 20).text())
        .endsWith("one evaluation.\nFunctions that cost the same: 4");
  }

  @Test
  void accountsMayBeChosen() {
    FlightRecord two =
        record(
            Map.of("shop", 10L, "till", 5L),
            line("shop", 1, iterations(100), MAIN),
            line("till", 1, iterations(15), MAIN));
    ProfileDiff both = new ProfileDiff(two, two, Set.of(), Measure.ITERATIONS);
    ProfileDiff till = new ProfileDiff(two, two, Set.of("till"), Measure.ITERATIONS);

    assertThat(both.evaluationsAfter).isEqualTo(15);
    assertThat(both.self(both.functions.get(0)).after()).isEqualTo(115);
    assertThat(till.accounts).containsExactly("till");
    assertThat(till.self(till.functions.get(0))).isEqualTo(new Change(15, 15, 3.0, 3.0));
  }

  @Test
  void withoutEvaluationsFiguresAreForAllOfThem() {
    FlightRecord one = record(Map.of(), line("shop", 1, iterations(100), MAIN));
    FlightRecord other = record(Map.of("shop", 3L), line("shop", 1, iterations(150), MAIN));

    assertThat(new DiffWords(diff(one, other), Measure.ITERATIONS, 20).text())
        .contains(
            "is not known. Figures are for all of them together.",
            "(script) (a.js): +50 (100 to 150, +50.0%);");
  }

  @Test
  void functionsOfOneNameAreToldApartByTheirLines() {
    CallSite first = new CallSite("a.js", "", 3);
    CallSite second = new CallSite("a.js", "", 5);
    CallSite third = new CallSite("a.js", "", 8);
    FlightRecord one =
        record(
            Map.of("shop", 1L),
            line("shop", 3, iterations(1), first),
            line("shop", 5, iterations(2), second));
    FlightRecord other =
        record(
            Map.of("shop", 1L),
            line("shop", 5, iterations(4), second),
            line("shop", 8, iterations(1), third),
            line("shop", 9, iterations(1), moved(third, 9)));

    assertThat(diff(one, other).functions)
        .extracting(FunctionChange::state)
        .containsExactly("both", "new", "new", "gone");
  }

  private static ProfileDiff diff(FlightRecord one, FlightRecord other) {
    return new ProfileDiff(one, other, Set.of(), Measure.ITERATIONS);
  }

  private static CallSite moved(CallSite site, int line) {
    return new CallSite(site.source(), site.function(), line);
  }

  private static Cost iterations(long iterations) {
    return new Cost(iterations, 0, 0, 0, 0);
  }
}
