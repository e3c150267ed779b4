package dev.tachograph.bench.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tachograph.bench.plot.Point;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class GrowthTest {
  @Test
  void exponentsOfPowersAreFound() {
    assertThat(PowerLaw.exponent(power(3, 0)).orElseThrow()).isCloseTo(0, offset(1e-9));
    assertThat(PowerLaw.exponent(power(0.5, 1)).orElseThrow()).isCloseTo(1, offset(1e-9));
    assertThat(PowerLaw.exponent(power(7, 1.5)).orElseThrow()).isCloseTo(1.5, offset(1e-9));
    assertThat(PowerLaw.exponent(power(7, -2)).orElseThrow()).isCloseTo(-2, offset(1e-9));
  }

  @Test
  void theFitIsTheLeastSquaresOfLogarithms() {
    List<Point> points = List.of(new Point(1, 1), new Point(10, 100), new Point(100, 10));
    assertThat(PowerLaw.exponent(points).orElseThrow()).isCloseTo(0.5, offset(1e-9));
  }

  @Test
  void whatHasNoLogarithmOrNoWidthHasNoPart() {
    assertThat(
            PowerLaw.exponent(List.of(new Point(0, 5), new Point(1, 2), new Point(4, 8)))
                .orElseThrow())
        .isCloseTo(1, offset(1e-9));
    assertThat(PowerLaw.exponent(List.of(new Point(0, 5), new Point(1, 2)))).isEmpty();
    assertThat(PowerLaw.exponent(List.of())).isEmpty();
  }

  @Test
  void resultsAreMediansOfRounds() throws Exception {
    List<Sample> samples =
        List.of(
            sample(Dimension.Series.METERED, 1, 4_000_000),
            sample(Dimension.Series.METERED, 1, 6_000_000),
            sample(Dimension.Series.METERED, 1, 90_000_000),
            sample(Dimension.Series.METERED, 10, 60_000_000),
            sample(Dimension.Series.PLAIN, 1, 2_000_000),
            sample(Dimension.Series.PLAIN, 10, 2_000_000));
    List<Growth> all = Growth.of(samples);
    JsonNode json = new ObjectMapper().readTree(GrowthReport.json(all));
    assertThat(json.get("growth.scripts.1.micros").doubleValue()).isEqualTo(6);
    assertThat(json.get("growth.scripts.10.micros").doubleValue()).isEqualTo(60);
    assertThat(json.get("growth.scripts.exponent").doubleValue()).isCloseTo(1, offset(1e-9));
    assertThat(json.get("growth.scripts.plain.10.micros").doubleValue()).isEqualTo(2);
    assertThat(json.get("growth.scripts.plain.exponent").doubleValue()).isZero();
    assertThat(GrowthReport.markdown(all))
        .contains("| scripts that take turns | 1 | 10 | exponent |")
        .contains("| metered | 6.00 | 60.00 | 1.00 |");
    assertThat(Sample.parse(samples.get(0).toLine())).isEqualTo(samples.get(0));
  }

  private static Sample sample(Dimension.Series series, int x, long cpuNanos) {
    return new Sample(Dimension.SCRIPTS, series, x, 0, 1_000, cpuNanos, cpuNanos);
  }

  private static List<Point> power(double factor, double exponent) {
    return DoubleStream.of(1, 10, 100, 1_000)
        .mapToObj(x -> new Point(x, factor * Math.pow(x, exponent)))
        .toList();
  }
}
