package dev.tachograph.bench.paired;

import dev.tachograph.bench.plot.Bar;
import dev.tachograph.bench.plot.Plots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Draws what metering costs: by program, and by what is counted. */
final class CostPlots {
  private static final Bar NOTHING = Bar.of(Double.NaN);

  private CostPlots() {}

  /** Writes the charts of all settings; they are named by setting. */
  static void write(Path folder, List<ProgramResult> results) throws IOException {
    for (Map.Entry<Setting, List<ProgramResult>> own : JsonReport.bySetting(results).entrySet()) {
      byProgram(folder, own.getKey(), own.getValue());
    }
    means(folder, JsonReport.bySetting(results));
  }

  private static void byProgram(Path folder, Setting setting, List<ProgramResult> results)
      throws IOException {
    List<Variant> shown =
        Stream.of(Variant.METERED, Variant.OBSERVED)
            .filter(variant -> results.get(0).ratios().containsKey(variant))
            .toList();
    if (shown.isEmpty()) {
      return;
    }
    Map<String, List<Bar>> series = new LinkedHashMap<>();
    for (Variant variant : shown) {
      series.put(
          variant.title(),
          results.stream().map(result -> bar(result.ratios().get(variant))).toList());
    }
    Plots.bars(
        folder.resolve("cost-%s-%s.svg".formatted(setting.mode().key(), setting.jdk())),
        "Cost of metering by program, " + setting.title(),
        "ratio to plain Rhino",
        results.stream().map(result -> result.program().name()).toList(),
        series);
  }

  /** The geometric mean over all programs, for each variant. */
  private static void means(Path folder, Map<Setting, List<ProgramResult>> settings)
      throws IOException {
    List<Variant> variants =
        Variant.compared().stream()
            .filter(
                variant ->
                    settings.values().stream()
                        .anyMatch(results -> results.get(0).ratios().containsKey(variant)))
            .toList();
    Map<String, List<Bar>> series = new LinkedHashMap<>();
    settings.forEach(
        (setting, results) -> {
          Summary all = new Summary(Summary.ALL, setting, results);
          List<Bar> bars = new ArrayList<>();
          variants.forEach(
              variant ->
                  bars.add(all.variants().contains(variant) ? bar(all.geomean(variant)) : NOTHING));
          series.put(setting.title(), bars);
        });
    Plots.bars(
        folder.resolve("cost.svg"),
        "Cost by what is on, geometric mean of all programs",
        "ratio to plain Rhino",
        variants.stream().map(Variant::title).toList(),
        series);
  }

  private static Bar bar(Statistics.@Nullable Estimate estimate) {
    return estimate == null ? NOTHING : new Bar(estimate.value(), estimate.low(), estimate.high());
  }
}
