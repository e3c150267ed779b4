package dev.tachograph.meter.history;

import static dev.tachograph.meter.Resource.ALLOCATED_BYTES;
import static dev.tachograph.meter.Resource.CPU_TIME;
import static dev.tachograph.meter.Resource.ITERATIONS;
import static dev.tachograph.meter.history.Recorded.completed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.EvaluationRecord.Outcome;
import dev.tachograph.meter.Json;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import dev.tachograph.meter.history.Recommendation.Basis;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits that were enough. */
class RecommendationTest {
  private static List<Recommendation> of(List<EvaluationRecord> records) {
    return Recommendation.of(records, Grouping.SCRIPT, Basis.MAXIMUM, 50);
  }

  @Test
  void percentilesAreNearestRank() {
    assertThat(Spread.of(new long[] {15, 20, 35, 40, 50})).isEqualTo(new Spread(5, 35, 50, 50));
    assertThat(Spread.of(new long[] {9})).isEqualTo(new Spread(1, 9, 9, 9));
    long[] values = new long[200];
    for (int i = 0; i < 200; i++) {
      values[i] = 200L - i;
    }
    assertThat(Spread.of(values)).isEqualTo(new Spread(200, 100, 198, 200));
  }

  @Test
  void eachScriptHasItsOwn() {
    List<Recommendation> all =
        of(
            List.of(
                completed(1, "vat.js", ITERATIONS, 100, CPU_TIME, 3_000_000),
                completed(2, "vat.js", ITERATIONS, 1_000, CPU_TIME, Usage.UNKNOWN),
                completed(3, "mail.js", ITERATIONS, 7)));
    assertThat(all).extracting(Recommendation::name).containsExactly("mail.js", "vat.js");
    Recommendation vat = all.get(1);
    assertThat(vat.evaluations()).isEqualTo(2);
    assertThat(vat.spreads())
        .containsEntry(ITERATIONS, new Spread(2, 100, 1_000, 1_000))
        .containsEntry(CPU_TIME, new Spread(1, 3_000_000, 3_000_000, 3_000_000))
        .containsEntry(ALLOCATED_BYTES, new Spread(2, 0, 0, 0));
    assertThat(vat.limits()).isEqualTo(Limits.parse("limit.iterations=1500,limit.cpuTime=5ms"));
    assertThat(
            Replay.of(
                    List.of(completed(1, "vat.js", ITERATIONS, 1_000)),
                    vat.limits(),
                    Grouping.SCRIPT)
                .stops())
        .isEmpty();
    assertThat(Json.compact(all.get(0).toMap()))
        .startsWith(
            "{\"name\":\"mail.js\",\"evaluations\":1,\"used\":1,\"stopped\":0,\"denied\":0,"
                + "\"cancelled\":0,\"resources\":{\"iterations\":{\"count\":1,\"p50\":7,"
                + "\"p99\":7,\"maximum\":7,\"limit\":11},\"functionCalls\":{\"count\":1,\"p50\":0,"
                + "\"p99\":0,\"maximum\":0,\"limit\":null},")
        .endsWith("\"limits\":{\"limit.iterations\":11},\"options\":\"limit.iterations=11\"}");
  }

  @Test
  void whatWasCutShortSaysNothingAboutItsNeed() {
    Recommendation one =
        of(List.of(
                completed(1, "a.js", ITERATIONS, 10),
                Recorded.of(2, "a.js", Outcome.FAILED, ITERATIONS, 20),
                Recorded.of(3, "a.js", Outcome.LIMIT_EXCEEDED, ITERATIONS, 1_000_000),
                Recorded.of(4, "a.js", Outcome.CANCELLED, ITERATIONS, 1),
                Recorded.of(5, "a.js", Outcome.DENIED)))
            .get(0);
    assertThat(one.evaluations()).isEqualTo(5);
    assertThat(one.used()).isEqualTo(2);
    assertThat(one.stopped()).isEqualTo(1);
    assertThat(one.cancelled()).isEqualTo(1);
    assertThat(one.denied()).isEqualTo(1);
    assertThat(one.limits().perEvaluation(ITERATIONS)).hasValue(30);
  }

  @Test
  void theBasisMayLeaveOutTheFewThatWentAstray() {
    List<EvaluationRecord> records = new ArrayList<>();
    for (int i = 1; i <= 200; i++) {
      records.add(completed(i, "a.js", ITERATIONS, i == 200 ? 1_000_000 : 100));
    }
    Recommendation.of(records, Grouping.ALL, Basis.P99, 0)
        .forEach(
            all -> {
              assertThat(all.name()).isEqualTo("(all)");
              assertThat(all.limits().perEvaluation(ITERATIONS)).hasValue(100);
            });
    assertThat(Recommendation.of(records, Grouping.ACCOUNT, Basis.MAXIMUM, 0).get(0).limits())
        .isEqualTo(Limits.parse("limit.iterations=1_000_000"));
  }

  @ParameterizedTest
  @CsvSource({
    "ITERATIONS, 1, 0, 1",
    "ITERATIONS, 1, 50, 2",
    "ITERATIONS, 67, 50, 110",
    "ITERATIONS, 1234, 0, 1300",
    "ITERATIONS, 1300, 0, 1300",
    "ITERATIONS, 9223372036854775807, 50, unlimited",
    "ALLOCATED_BYTES, 5000, 0, 5000",
    "ALLOCATED_BYTES, 5001, 0, 5100",
    "ALLOCATED_BYTES, 10241, 0, 11k",
    "ALLOCATED_BYTES, 3214532, 0, 3200k",
    "ALLOCATED_BYTES, 12897485, 0, 13m",
    "CPU_TIME, 1, 0, 1ms",
    "CPU_TIME, 41300000, 50, 62ms",
    "CPU_TIME, 3210000000, 0, 3300ms",
    "CPU_TIME, 12300000000, 0, 13s",
    "WALL_TIME, 36000000000001, 0, 11h"
  })
  void limitsAreRoundedUpToWhatPeopleRead(
      Resource resource, long value, int headRoom, String limit) {
    long rounded = HandyNumbers.withHeadRoom(resource.unit(), value, headRoom);
    assertThat(resource.option(rounded)).isEqualTo(limit);
    assertThat(rounded).isGreaterThanOrEqualTo(value);
  }

  @Test
  void aHeadRoomBelowNothingIsRefused() {
    assertThatThrownBy(() -> Recommendation.of(List.of(), Grouping.ALL, Basis.P99, -1))
        .hasMessage("a head-room of -1 %: it is from 0 to 10000");
    assertThat(of(List.of())).isEmpty();
  }
}
