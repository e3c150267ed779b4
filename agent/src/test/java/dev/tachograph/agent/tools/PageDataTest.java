package dev.tachograph.agent.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.jfr.reader.AccountFigures;
import dev.tachograph.jfr.reader.CostProfile;
import dev.tachograph.jfr.reader.Coverage;
import dev.tachograph.jfr.reader.FlightRecord;
import dev.tachograph.jfr.reader.MeterFigures;
import dev.tachograph.jfr.reader.RecordedBreach;
import dev.tachograph.jfr.reader.ScriptFigures;
import dev.tachograph.jfr.reader.TimeLine;
import dev.tachograph.meter.Breach;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.EvaluationRecord.Outcome;
import dev.tachograph.meter.Json;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the report page is given. */
class PageDataTest {
  private static final Instant EPOCH = Instant.ofEpochMilli(1_000_000);
  private static final Coverage NONE = new Coverage(0, 0, 0);

  @Test
  void tablesHaveWhatCostMostFirst() {
    FlightRecord record =
        record(
            List.of(account("cheap", usage(1, 5)), account("dear", usage(2, 50))),
            List.of(
                new ScriptFigures("a.js", "cheap", usage(1, 5), 1, 0),
                new ScriptFigures("b.js", "dear", usage(2, 50), 2, 7)),
            List.of(),
            List.of());

    Map<String, @Nullable Object> data = data(record, List.of());
    assertThat(json(data, "sources")).isEqualTo("[\"app.jfr\"]");
    assertThat(json(data, "accounts"))
        .isEqualTo(
            "{\"rows\":[[\"dear\",null,null,0,0,2,0,0,0,0,0,0,0,50,0,0,0,0,0,0,0,0,0],"
                + "[\"cheap\",null,null,0,0,1,0,0,0,0,0,0,0,5,0,0,0,0,0,0,0,0,0]],\"left\":0}");
    assertThat(json(data, "scripts"))
        .isEqualTo(
            "{\"rows\":[[\"b.js\",\"dear\",7,2,0,0,0,0,0,0,0,50,0,0,0,0,0,0,0,0,0],"
                + "[\"a.js\",\"cheap\",0,1,0,0,0,0,0,0,0,5,0,0,0,0,0,0,0,0,0]],\"left\":0}");
    assertThat(json(data, "profile")).as("attribution was off").isEqualTo("null");
    assertThat(json(data, "meters")).isEqualTo("[[42,\"Rhino 1.9.2\",1000000,1001000,3]]");
    assertThat(json(data, "missing")).contains("of scripts, 7 evaluations are missing.");
  }

  @Test
  void aLongTableIsCutAndSaysByHowMuch() {
    List<AccountFigures> accounts = new ArrayList<>();
    for (int i = 0; i < PageData.ROWS + 5; i++) {
      accounts.add(account("account" + i, usage(0, i)));
    }
    String json =
        json(data(record(accounts, List.of(), List.of(), List.of()), List.of()), "accounts");

    assertThat(json)
        .endsWith("],\"left\":5}")
        .contains("\"account5\"", "\"account" + (PageData.ROWS + 4) + "\"")
        .doesNotContain("\"account4\"");
  }

  @Test
  void aBreachHasItsPlaceAndTheLastIsFirst() {
    Breach placed = breach(9, 10, new Breach.Position("lib.js", "inner", 7));
    Breach elsewhere = breach(Usage.UNKNOWN, Usage.UNKNOWN, null);
    FlightRecord record =
        record(
            List.of(
                new AccountFigures(
                    "tenant", null, Usage.none(), null, NONE, new Coverage(2, 3, 1))),
            List.of(),
            List.of(
                new RecordedBreach(EPOCH, "tenant", 1, placed),
                new RecordedBreach(EPOCH.plusMillis(1), "tenant", 2, elsewhere)),
            List.of());

    assertThat(json(data(record, List.of()), "breaches"))
        .isEqualTo(
            "{\"rows\":[[1000001,\"tenant\",\"a.js\",\"exceeded\",\"limit.iterations\",0,null,null,"
                + "null,null,null,\""
                + elsewhere.message()
                + "\"],[1000000,\"tenant\",\"a.js\",\"exceeded\",\"limit.iterations\",0,10,9,"
                + "\"lib.js\",7,\"inner\",\""
                + placed.message()
                + "\"]],\"left\":4}");
  }

  @Test
  void timeLinesHaveUseAndLimitsOfWhatWasUsed() {
    TimeLine line =
        new TimeLine(
            7,
            "tenant",
            List.of(
                new TimeLine.Point(EPOCH, usage(10, 0), usage(10, 0), null),
                new TimeLine.Point(
                    EPOCH.plusSeconds(1),
                    usage(30, 0),
                    null,
                    "limit.iterations=20,total.iterations=100")));
    FlightRecord record =
        record(List.of(account("tenant", usage(30, 0))), List.of(), List.of(), List.of());

    assertThat(json(data(record, List.of(line)), "lines"))
        .isEqualTo(
            "{\"lines\":[{\"account\":\"tenant\",\"pid\":null,\"at\":[1000000,1001000],"
                + "\"total\":{\"0\":[10,30]},\"peak\":{\"0\":[10,null]},"
                + "\"totalLimit\":{\"0\":[null,100]},\"peakLimit\":{\"0\":[null,20]}}],\"left\":0}");
  }

  @Test
  void limitsOfAnotherVersionAreNotKnown() {
    TimeLine line =
        new TimeLine(
            7, "tenant", List.of(new TimeLine.Point(EPOCH, usage(1, 0), null, "limit.dreams=3")));
    FlightRecord record = record(List.of(), List.of(), List.of(), List.of());

    assertThat(json(data(record, List.of(line)), "lines"))
        .contains("\"totalLimit\":{},\"peakLimit\":{}");
  }

  @Test
  void limitsAreRecommendedFromWhatEndedByItself() {
    FlightRecord record =
        record(
            List.of(),
            List.of(),
            List.of(),
            List.of(
                ended(1, Outcome.COMPLETED, 100),
                ended(2, Outcome.FAILED, 200),
                ended(3, Outcome.LIMIT_EXCEEDED, 5000)));

    assertThat(json(data(record, List.of()), "recommended"))
        .startsWith(
            "{\"evaluations\":3,\"headRoomPercent\":50,\"used\":2,"
                + "\"options\":\"limit.iterations=300\",\"resources\":[[0,2,100,200,200,300],")
        .endsWith("\"scripts\":{\"rows\":[[\"a.js\",3,2,1,\"limit.iterations=300\"]],\"left\":0}}");
  }

  @Test
  void bigCountsAreDigitsAndUnknownOnesNull() {
    assertThat(PageValues.number((1L << 53) - 1)).isEqualTo(9007199254740991L);
    assertThat(PageValues.number(1L << 53)).isEqualTo("9007199254740992");
    assertThat(PageValues.number(Long.MAX_VALUE)).isEqualTo("9223372036854775807");
    assertThat(PageValues.number(Usage.UNKNOWN)).isNull();
  }

  @Test
  void namesShowAsWhatTheyAre() {
    assertThat(PageValues.text("a\u202egpj.js\n\u0007\u2028"))
        .isEqualTo("a\ufffdgpj.js\ufffd\ufffd\ufffd");
    assertThat(PageValues.text("x".repeat(PageValues.TEXT + 12)))
        .isEqualTo("x".repeat(PageValues.TEXT) + "… and 12 characters more");
    assertThat(PageValues.text("日本.js <b>")).isEqualTo("日本.js <b>");
  }

  private static Map<String, @Nullable Object> data(FlightRecord record, List<TimeLine> lines) {
    return PageData.of(List.of("app.jfr"), record, lines);
  }

  private static String json(Map<String, @Nullable Object> data, String key) {
    return Json.compact(data.get(key));
  }

  private static FlightRecord record(
      List<AccountFigures> accounts,
      List<ScriptFigures> scripts,
      List<RecordedBreach> breaches,
      List<EvaluationRecord> history) {
    Usage totals = accounts.stream().map(AccountFigures::usage).reduce(Usage.none(), Usage::plus);
    MeterFigures meter =
        new MeterFigures(7, 42, EPOCH, EPOCH.plusSeconds(1), 3, List.of("Rhino 1.9.2"));
    return new FlightRecord(
        totals,
        accounts,
        scripts,
        breaches,
        history,
        List.of(),
        List.of(meter),
        CostProfile.NONE,
        0,
        0);
  }

  private static AccountFigures account(String id, Usage usage) {
    return new AccountFigures(id, null, usage, null, NONE, NONE);
  }

  private static Breach breach(long limit, long used, Breach.@Nullable Position position) {
    return new Breach(
        Breach.Kind.EXCEEDED,
        Resource.ITERATIONS,
        Breach.Scope.EVALUATION,
        limit,
        used,
        1,
        "tenant",
        "a.js",
        position);
  }

  private static EvaluationRecord ended(long id, Outcome outcome, long iterations) {
    return new EvaluationRecord(
        id, "tenant", "a.js", "main", EPOCH, Duration.ZERO, outcome, usage(iterations, 0), null);
  }

  private static Usage usage(long iterations, long fuel) {
    return Usage.of(
        resource ->
            switch (resource) {
              case ITERATIONS -> iterations;
              case FUEL -> fuel;
              default -> 0;
            });
  }
}
