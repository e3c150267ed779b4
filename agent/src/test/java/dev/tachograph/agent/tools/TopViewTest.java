package dev.tachograph.agent.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.meter.Json;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TopViewTest {
  private static final LiveReading BEFORE = reading(0, row("quick", 100), row("slow", 1_000));
  private static final LiveReading NOW =
      reading(2, row("quick", 700), row("slow", 1_002), row("new", 5));

  private static LiveRow row(String name, long iterations) {
    Usage usage = Usage.ofCharge(Resource.ITERATIONS, iterations);
    return new LiveRow(
        name,
        usage,
        Map.of("total.iterations", 2_000L),
        Map.of("total.iterations", iterations / 20.0),
        0);
  }

  private static LiveReading reading(int seconds, LiveRow... rows) {
    return reading(seconds, Map.of("rhinoVersions", List.of("Rhino 1.9.2")), rows);
  }

  private static LiveReading reading(
      int seconds, Map<String, @Nullable Object> weaving, LiveRow... rows) {
    List<LiveRow> all = List.of(rows);
    return new LiveReading(
        Instant.EPOCH.plusSeconds(seconds),
        Duration.ofSeconds(seconds).toNanos(),
        "1.0",
        all.stream().map(LiveRow::usage).reduce(Usage.none(), Usage::plus),
        all,
        List.of(),
        all.size(),
        List.of(),
        Map.of("slow", "ops: not paid"),
        weaving,
        List.of());
  }

  private static TopView view(String sort) {
    SortKey key = new SortKey.Converter().convert(sort);
    return new TopView("4711", key, 10, true, false);
  }

  private static List<String> names(String sort) {
    LiveRates rates = new LiveRates(BEFORE, NOW);
    return view(sort).accounts(NOW, rates).stream().map(LiveRow::name).toList();
  }

  @Test
  void rowsAreSortedByWhatWasUsedOrIsUsedNow() {
    assertThat(names("iterations")).containsExactly("slow", "quick", "new");
    assertThat(names("iterations/s")).containsExactly("quick", "slow", "new");
    assertThat(view("iterations").read()).isEqualTo(10);
    assertThat(view("iterations/s").read()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void aTableHasRatesLimitsAndStates() {
    assertThat(TopWords.of(view("iterations"), NOW, new LiveRates(BEFORE, NOW)).lines())
        .containsExactly(
            "JVM 4711 at 1970-01-01T00:00:02Z, Tachograph 1.0, Rhino 1.9.2",
            "running 0, accounts 3, suspended 1; iterations 1707 in all, 304/s",
            "",
            "ACCOUNT  RUN  ITERATIONS  PER SECOND  LIMIT                 STATE      EVALUATIONS  FUNCTION"
                + " CALLS  ALLOCATED BYTES  CPU TIME    FUEL",
            "slow       0        1002           1  50% total.iterations  suspended            0          "
                + "     0          0 bytes      0 ms  400800",
            "quick      0         700         300  35% total.iterations                       0          "
                + "     0          0 bytes      0 ms  280000",
            "new        0           5           -  0% total.iterations                        0          "
                + "     0          0 bytes      0 ms    2000");
  }

  @Test
  void aTableSaysWhatIsCountedIfThatIsNotEverything() {
    LiveReading partial =
        reading(2, Map.of("only", List.of("iterations", "stack")), row("quick", 5));
    assertThat(TopWords.of(view("iterations"), partial, new LiveRates(null, partial)).lines())
        .contains(
            "COUNTS ONLY [iterations, stack]: 0 of anything else says nothing, and nothing is"
                + " limited");
  }

  @Test
  void jsonHasTheKeysOfTheReportAndRates() {
    assertThat(Json.compact(view("iterations").toMap(NOW, new LiveRates(BEFORE, NOW))))
        .contains("\"seconds\":2.0,\"totals\":{\"iterations\":1707,")
        .contains("\"rates\":{\"iterations\":303.5,")
        .contains("{\"id\":\"quick\",\"iterations\":700,")
        .contains("\"limitsUsedPercent\":{\"total.iterations\":35.0},\"suspended\":null,")
        .contains("\"suspended\":\"ops: not paid\"")
        .doesNotContain("\"scripts\"");
    assertThat(Json.compact(view("iterations").toMap(NOW, new LiveRates(null, NOW))))
        .contains("\"seconds\":null", "\"rates\":null");
  }

  @Test
  void whatWasResetStartsFromNothing() {
    LiveRates rates = new LiveRates(NOW, reading(3, row("quick", 50)));
    assertThat(rates.account(row("quick", 50), Resource.ITERATIONS)).hasValue(50);
    assertThat(rates.account(row("quick", 50), Resource.STACK_DEPTH)).isEmpty();
  }

  @Test
  void asManyRowsAsFit() {
    assertThat(view("fuel").fit(24).limit()).isEqualTo(19);
    assertThat(view("fuel").fit(2).limit()).isEqualTo(1);
    assertThat(Screen.fit("one\ntwo and more\nthree", 3, 4))
        .isEqualTo("one\033[K\r\ntwo \033[K\r\n");
  }

  @Test
  void wrongKeysAreRefusedWithThoseThatThereAre() {
    SortKey.Converter keys = new SortKey.Converter();
    assertThatThrownBy(() -> keys.convert("speed"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'speed' is none of [iterations, ");
    assertThatThrownBy(() -> keys.convert("stackDepth/s"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("has no rate");
  }

  @Test
  void intervalsHaveUnits() {
    Interval interval = new Interval();
    assertThat(interval.convert("500ms")).isEqualTo(Duration.ofMillis(500));
    assertThat(interval.convert("2s")).isEqualTo(Duration.ofSeconds(2));
    assertThat(interval.convert("1m")).isEqualTo(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "2h", "-1s", "99ms", "1.5s"})
  void othersAreRefused(String text) {
    assertThatThrownBy(() -> new Interval().convert(text))
        .isInstanceOf(TypeConversionException.class);
  }
}
