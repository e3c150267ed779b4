package dev.tachograph.bench.paired;

import dev.tachograph.meter.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes results as JSON: one flat object, whose keys begin with the variant, for example {@code
 * metering.all.compiled.geomean}, {@code observer.parser.compiled.worst} and {@code
 * metering.program.acorn.compiled.ratio}.
 */
final class JsonReport {
  private JsonReport() {}

  static String write(Map<String, String> environment, List<ProgramResult> results) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("environment", environment);
    for (Mode mode : Mode.values()) {
      List<ProgramResult> own = results.stream().filter(result -> result.mode() == mode).toList();
      if (!own.isEmpty()) {
        Summary.of(mode, own).forEach(summary -> add(summary, all));
      }
    }
    results.forEach(result -> add(result, all));
    return Json.write(all) + "\n";
  }

  private static void add(Summary summary, Map<String, @Nullable Object> all) {
    for (Variant variant : summary.variants()) {
      String key = variant.key() + "." + summary.group() + "." + summary.mode().key() + ".";
      Statistics.Estimate mean = summary.geomean(variant);
      all.put(key + "geomean", mean.value());
      all.put(key + "geomean.low", mean.low());
      all.put(key + "geomean.high", mean.high());
      ProgramResult worst = summary.worst(variant);
      all.put(key + "worst", worst.ratio(variant).value());
      all.put(key + "worst.program", worst.program().name());
    }
  }

  private static void add(ProgramResult result, Map<String, @Nullable Object> all) {
    String program = ".program." + result.program().name() + "." + result.mode().key() + ".";
    result
        .ratios()
        .forEach(
            (variant, ratio) -> {
              all.put(variant.key() + program + "ratio", ratio.value());
              all.put(variant.key() + program + "ratio.low", ratio.low());
              all.put(variant.key() + program + "ratio.high", ratio.high());
            });
    all.put(Variant.PLAIN.key() + program + "nanos", result.plainNanos());
    all.put(Variant.METERED.key() + program + "iterations", result.counted().iterations());
    all.put(Variant.METERED.key() + program + "functionCalls", result.counted().functionCalls());
  }
}
