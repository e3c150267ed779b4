package dev.tachograph.meter;

import static dev.tachograph.meter.Resource.ALLOCATED_BYTES;
import static dev.tachograph.meter.Resource.CPU_TIME;
import static dev.tachograph.meter.Resource.ITERATIONS;
import static dev.tachograph.meter.Resource.WALL_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits in text form, with their units. */
class LimitsTest {
  private static Limits parse(String key, String text) {
    return Limits.builder().parse(key, text).build();
  }

  @ParameterizedTest
  @CsvSource({
    "limit.iterations, 1_000, 1000, 1000",
    "limit.stackDepth, 0, 0, 0",
    "limit.allocatedBytes, 1_000, 1000, 1000",
    "limit.allocatedBytes, 3k, 3072, 3k",
    "limit.allocatedBytes, 2048k, 2097152, 2m",
    "limit.memoryBytes, 1g, 1073741824, 1g",
    "limit.cpuTime, 90s, 90000000000, 90s",
    "limit.cpuTime, 1_500ms, 1500000000, 1500ms",
    "limit.wallTime, 120m, 7200000000000, 2h",
    "limit.wallTime, 7ns, 7, 7ns",
    "limit.wallTime, 0s, 0, 0s",
  })
  void readsAndPrints(String key, String text, long value, String printed) {
    Limits limits = parse(key, text);
    assertThat(limits.toMap().values()).containsExactly(value);
    assertThat(limits.toString()).endsWith("=" + printed);
    String[] again = limits.toString().split("=", 2);
    assertThat(parse(again[0], again[1])).isEqualTo(limits);
  }

  @Test
  void mapsAreNumbersWithTheUnitInTheKey() {
    Limits limits =
        Limits.builder()
            .perEvaluation(CPU_TIME, 5)
            .perEvaluation(ALLOCATED_BYTES, 6)
            .total(WALL_TIME, 7)
            .build();
    assertThat(limits.toMap())
        .isEqualTo(
            Map.of(
                "limit.cpuTimeNanos", 5L, "limit.allocatedBytes", 6L, "total.wallTimeNanos", 7L));
    Limits.Builder builder = Limits.builder();
    limits.toMap().forEach(builder::set);
    assertThat(builder.build()).isEqualTo(limits);
  }

  @Test
  void unlimitedLiftsALimit() {
    Limits limits =
        Limits.builder()
            .perEvaluation(ITERATIONS, 5)
            .parse("limit.iterations", "unlimited")
            .build();
    assertThat(limits).isEqualTo(Limits.unlimited());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limit.cpuTime | 5 | limit.cpuTime=5: expected a duration",
        "limit.cpuTime | 1.5s | expected a duration",
        "limit.cpuTime | 5 s | expected a duration",
        "limit.cpuTime | 5M | expected a duration",
        "limit.cpuTime | -5s | expected a duration",
        "limit.cpuTime | s | expected a duration",
        "limit.wallTime | 2562048h | larger than the largest duration",
        "limit.allocatedBytes | 1s | expected a number of bytes",
        "limit.allocatedBytes | -1 | expected a number of bytes",
        "limit.allocatedBytes | 8589934592g | larger than the largest size",
        "limit.iterations | 1k | expected a whole number",
        "limit.iterations | _1 | expected a whole number",
        "limit.iterations | 99999999999999999999 | larger than the largest count",
        "limit.cpuTimeNanos | 5s | unknown resource 'cpuTimeNanos'",
        "limit.cpu | 5s | the resources are iterations, functionCalls, allocatedBytes",
        "limit.cpu | 5s | memoryBytes for allocatedBytes",
        "total.stackDepth | 5 | limit each evaluation with limit.stackDepth instead",
        "other.cpuTime | 5s | starts with none of limit., total. and refill.",
      })
  void saysWhatIsWrong(String key, String text, String message) {
    assertThatThrownBy(() -> parse(key, text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void contradictionsAreToldInTheSyntaxOfOptions() {
    assertThatThrownBy(
            () ->
                Limits.builder().perEvaluation(CPU_TIME, 5_000_000_000L).total(CPU_TIME, 7).build())
        .hasMessageStartingWith("limit.cpuTime=5s contradicts total.cpuTime=7ns");
  }

  @ParameterizedTest
  @CsvSource({
    "ITERATIONS, 1234567, 1234567",
    "ALLOCATED_BYTES, 0, 0 bytes",
    "ALLOCATED_BYTES, 1023, 1023 bytes",
    "ALLOCATED_BYTES, 12897484, 12.3 MB",
    "CPU_TIME, 41000000, 41 ms",
    "CPU_TIME, 5012345678, 5.01 s",
    "WALL_TIME, 90000000000, 1.5 min",
    "WALL_TIME, 0, 0 ms",
    "WALL_TIME, -1, unknown",
  })
  void valuesInWords(Resource resource, long value, String words) {
    assertThat(resource.words(value)).isEqualTo(words);
  }
}
