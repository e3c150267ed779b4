package dev.tachograph.bench.paired;

import dev.tachograph.bench.LeftOut;
import dev.tachograph.meter.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes results as JSON: one flat object, whose keys begin with the variant and the mode. For
 * example {@code metering.all.compiled.geomean}, {@code metering.iterations.interpreted.worst},
 * {@code observer.compiled.class.parser.geomean} and {@code
 * metering.all.compiled.program.acorn.ratio}; what another JDK measured begins with its name, as in
 * {@code jdk25.metering.all.compiled.geomean}.
 */
final class JsonReport {
  private JsonReport() {}

  static String write(
      Map<String, String> environment, List<ProgramResult> results, LeftOut leftOut) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("environment", environment);
    all.put(LeftOut.KEY, leftOut.all());
    bySetting(results)
        .forEach((setting, own) -> Summary.of(setting, own).forEach(summary -> add(summary, all)));
    results.forEach(result -> add(result, all));
    return Json.write(all) + "\n";
  }

  static Map<Setting, List<ProgramResult>> bySetting(List<ProgramResult> results) {
    Map<Setting, List<ProgramResult>> settings = new LinkedHashMap<>();
    results.forEach(
        result ->
            settings.computeIfAbsent(result.setting(), setting -> new ArrayList<>()).add(result));
    return settings;
  }

  private static void add(Summary summary, Map<String, @Nullable Object> all) {
    for (Variant variant : summary.variants()) {
      String group = summary.group().equals(Summary.ALL) ? "" : "class." + summary.group() + ".";
      String key = summary.setting().key(variant) + group;
      put(key + "geomean", summary.geomean(variant), all::put);
      ProgramResult worst = summary.worst(variant);
      put(key + "worst", worst.ratio(variant), all::put);
      all.put(key + "worst.program", worst.program().name());
    }
  }

  private static void add(ProgramResult result, Map<String, @Nullable Object> all) {
    String program = "program." + result.program().name() + ".";
    result
        .ratios()
        .forEach(
            (variant, ratio) ->
                put(result.setting().key(variant) + program + "ratio", ratio, all::put));
    all.put(result.setting().key(Variant.PLAIN) + program + "nanos", result.plainNanos());
    String counts = result.setting().key(Variant.METERED) + program;
    all.put(counts + "iterations", result.counted().iterations());
    all.put(counts + "functionCalls", result.counted().functionCalls());
  }

  private static void put(
      String key, Statistics.Estimate estimate, BiConsumer<String, @Nullable Object> all) {
    all.accept(key, estimate.value());
    all.accept(key + ".low", estimate.low());
    all.accept(key + ".high", estimate.high());
  }
}
