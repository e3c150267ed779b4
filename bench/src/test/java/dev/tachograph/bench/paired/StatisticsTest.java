package dev.tachograph.bench.paired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void medianOfOddNumberIsTheMiddleValue() {
    assertThat(Statistics.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5.0);
  }

  @Test
  void medianOfEvenNumberIsBetweenTheMiddleValues() {
    assertThat(Statistics.median(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(3.0);
  }

  @Test
  void geomeanOfInverseRatiosIsOne() {
    assertThat(Statistics.geomean(List.of(0.5, 2.0, 1.0))).isCloseTo(1.0, within(1e-12));
  }

  @Test
  void nothingHasNeitherMedianNorMean() {
    assertThatThrownBy(() -> Statistics.median(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Statistics.geomean(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void replicatesAreTheSameForTheSameSeed() {
    List<List<Double>> values = List.of(List.of(1.0, 1.1, 0.9, 1.05, 0.97));
    assertThat(Statistics.replicates(values, 1, 7)).isEqualTo(Statistics.replicates(values, 1, 7));
    assertThat(Statistics.replicates(values, 1, 7))
        .isNotEqualTo(Statistics.replicates(values, 1, 8));
  }

  @Test
  void boundsHoldTheMedianAndLieAmongTheValues() {
    List<Double> values = DoubleStream.iterate(1, v -> v + 0.01).limit(21).boxed().toList();
    Statistics.Estimate estimate =
        Statistics.estimate(
            Statistics.median(values), Statistics.replicates(List.of(values), 1, 1));
    assertThat(estimate.value()).isBetween(estimate.low(), estimate.high());
    assertThat(estimate.low()).isGreaterThan(1.0).isLessThan(1.1);
    assertThat(estimate.high()).isLessThan(1.2).isGreaterThan(1.1);
  }

  @Test
  void jvmsThatDisagreeWidenTheBounds() {
    List<Double> low = List.of(1.0, 1.0, 1.0);
    List<Double> high = List.of(1.2, 1.2, 1.2);
    double[] one = Statistics.replicates(List.of(low), 1, 1);
    double[] two = Statistics.replicates(List.of(low, high), 1, 1);
    assertThat(Statistics.estimate(1, one).high()).isEqualTo(1.0);
    assertThat(Statistics.estimate(1.1, two).low()).isEqualTo(1.0);
    assertThat(Statistics.estimate(1.1, two).high()).isEqualTo(1.2);
  }

  @Test
  void drawsTheSameJvmsForTheSameSeedWhateverTheRounds() {
    List<List<Double>> byFork = List.of(List.of(1.0), List.of(2.0), List.of(3.0));
    assertThat(Statistics.replicates(byFork, 1, 7)).isEqualTo(Statistics.replicates(byFork, 1, 8));
    assertThat(Statistics.replicates(byFork, 1, 7))
        .isNotEqualTo(Statistics.replicates(byFork, 2, 7));
  }

  @Test
  void geomeansAreTakenReplicateByReplicate() {
    double[] halves = DoubleStream.generate(() -> 0.5).limit(Statistics.REPLICATES).toArray();
    double[] twos = DoubleStream.generate(() -> 2.0).limit(Statistics.REPLICATES).toArray();
    assertThat(Statistics.geomeans(List.of(halves, twos)))
        .hasSize(Statistics.REPLICATES)
        .containsOnly(1.0);
  }
}
