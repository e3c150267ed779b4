package dev.tachograph.bench.growth;

import dev.tachograph.bench.plot.Point;
import dev.tachograph.meter.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes results as tables, and as one flat JSON object whose keys begin with {@code growth.}. */
final class GrowthReport {
  private GrowthReport() {}

  static String markdown(List<Growth> all) {
    StringBuilder out = new StringBuilder("# Growth\n\n");
    out.append("Microseconds of CPU for an evaluation, medians; the exponent is 0 for what does");
    out.append(" not grow, 1 for what grows in proportion.\n");
    all.stream().map(Growth::dimension).distinct().forEach(one -> table(out, one, all));
    return out.toString();
  }

  private static void table(StringBuilder out, Dimension dimension, List<Growth> all) {
    List<Growth> own = all.stream().filter(one -> one.dimension() == dimension).toList();
    List<Point> xs = own.get(0).micros();
    out.append("\n| ").append(dimension.title()).append(" |");
    xs.forEach(point -> out.append(String.format(Locale.ROOT, " %,.0f |", point.x())));
    out.append(" exponent |\n|---|").append("---:|".repeat(xs.size() + 1)).append('\n');
    for (Growth growth : own) {
      out.append("| ").append(growth.series().title()).append(" |");
      growth.micros().forEach(p -> out.append(String.format(Locale.ROOT, " %.2f |", p.y())));
      OptionalDouble exponent = exponent(growth);
      out.append(
          exponent.isPresent()
              ? String.format(Locale.ROOT, " %.2f |%n", exponent.getAsDouble())
              : " - |\n");
    }
  }

  static String json(List<Growth> all) {
    Map<String, @Nullable Object> figures = new LinkedHashMap<>();
    for (Growth growth : all) {
      String key = key(growth);
      growth.micros().forEach(p -> figures.put(key + (int) p.x() + ".micros", p.y()));
      if (growth.dimension() == Dimension.THREADS) {
        growth.perSecond().forEach(p -> figures.put(key + (int) p.x() + ".per-second", p.y()));
      }
      exponent(growth).ifPresent(exponent -> figures.put(key + "exponent", exponent));
    }
    return Json.write(figures) + "\n";
  }

  static String csv(List<Sample> samples) {
    return samples.stream()
        .map(Sample::toLine)
        .collect(Collectors.joining("\n", Sample.HEADER + "\n", "\n"));
  }

  /** The metered series is what the dimension is about, and has no name of its own. */
  private static String key(Growth growth) {
    String dimension = "growth." + growth.dimension().key() + ".";
    return growth.series() == Dimension.Series.METERED
        ? dimension
        : dimension + growth.series().key() + ".";
  }

  private static OptionalDouble exponent(Growth growth) {
    return growth.dimension().isCount()
        ? PowerLaw.exponent(growth.micros())
        : OptionalDouble.empty();
  }
}
