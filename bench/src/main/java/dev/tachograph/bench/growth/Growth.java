package dev.tachograph.bench.growth;

import dev.tachograph.bench.paired.Statistics;
import dev.tachograph.bench.plot.Point;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** How one series of a dimension grows: medians of its rounds. */
record Growth(Dimension dimension, Dimension.Series series, List<Sample> samples) {
  /** All series that were measured, in their order. */
  static List<Growth> of(Collection<Sample> samples) {
    Map<Dimension, Map<Dimension.Series, List<Sample>>> grouped =
        samples.stream()
            .collect(
                Collectors.groupingBy(
                    Sample::dimension,
                    TreeMap::new,
                    Collectors.groupingBy(Sample::series, TreeMap::new, Collectors.toList())));
    return grouped.values().stream()
        .flatMap(series -> series.values().stream())
        .map(own -> new Growth(own.get(0).dimension(), own.get(0).series(), own))
        .toList();
  }

  /** Microseconds of CPU for an evaluation. */
  List<Point> micros() {
    return medians(Sample::micros);
  }

  /** Evaluations in a second, by all threads. */
  List<Point> perSecond() {
    return medians(Sample::perSecond);
  }

  private List<Point> medians(ToDoubleFunction<Sample> figure) {
    return samples.stream()
        .collect(
            Collectors.groupingBy(
                Sample::x,
                TreeMap::new,
                Collectors.mapping(figure::applyAsDouble, Collectors.toList())))
        .entrySet()
        .stream()
        .map(entry -> new Point(entry.getKey(), Statistics.median(entry.getValue())))
        .toList();
  }
}
