package dev.tachograph.bench.accuracy;

import dev.tachograph.bench.paired.BenchProgram;
import dev.tachograph.bench.paired.Mode;
import dev.tachograph.meter.Json;
import dev.tachograph.meter.Resource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes results as one flat object, whose keys begin with {@code accuracy.}. */
final class AccuracyJson {
  private static final String PREFIX = "accuracy.";

  private AccuracyJson() {}

  static String write(AccuracyResults results) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    Determinism determinism = results.determinism();
    all.put(PREFIX + "javas", String.join(", ", results.javas()));
    all.put(PREFIX + "deterministic", determinism.differing().isEmpty());
    all.put(PREFIX + "deterministic.differing", keys(determinism.differing()));
    all.put(PREFIX + "deterministic.evaluations", determinism.evaluations());
    all.put(PREFIX + "deterministic.jvms", determinism.jvms().size());
    all.put(PREFIX + "modes.differing", keys(determinism.differingByMode()));
    all.put(PREFIX + "first-load.differing", keys(determinism.differingByLoad()));
    all.put(PREFIX + "first-run.differing", keys(determinism.differingByRun()));
    range(all, "memory.charged-per-jvm", results.chargedPerJvm());
    range(all, "memory.meter-per-jvm", results.meterPerJvm());
    all.put(PREFIX + "memory.retained-per-charged.most", results.mostRetainedPerCharged());
    all.put(PREFIX + "memory.retained-per-charged.programs.most", results.mostOfPrograms());
    all.put(PREFIX + "memory.retained-per-charged.scripts.most", results.mostOfStatements());
    all.put(PREFIX + "memory.retained-per-charged.scripts", results.kept().size());
    range(all, "cpu.ratio", results.cpuRatio());
    all.put(PREFIX + "cpu.source", results.clock());
    for (BenchProgram program : results.programs()) {
      program(all, results, program.name());
    }
    return Json.write(all) + "\n";
  }

  private static void program(
      Map<String, @Nullable Object> all, AccuracyResults results, String program) {
    Determinism own = results.determinism().of(program);
    String key = PREFIX + "program." + program + ".";
    all.put(key + "deterministic", own.differing().isEmpty());
    if (!own.differing().isEmpty()) {
      all.put(key + "deterministic.differing", String.join(", ", own.differences()));
    }
    all.put(key + "modes.differing", keys(own.differingByMode()));
    all.put(key + "first-load.differing", keys(own.differingByLoad()));
    all.put(key + "first-run.differing", keys(own.differingByRun()));
    for (Mode mode : Mode.values()) {
      results
          .spent(program, mode)
          .ifPresent(
              spent -> {
                String figure = key + mode.key() + ".";
                all.put(figure + "memory.charged-per-run", spent.charged() / spent.runs());
                all.put(figure + "memory.charged-per-jvm", spent.chargedPerJvm());
                all.put(figure + "memory.meter-per-jvm", spent.meterPerJvm());
                if (spent.isWeighed()) {
                  all.put(figure + "memory.retained-per-charged", spent.retainedPerCharged());
                }
                all.put(figure + "cpu.ratio", spent.cpuRatio());
              });
    }
  }

  private static void range(
      Map<String, @Nullable Object> all, String figure, AccuracyResults.Range range) {
    all.put(PREFIX + figure + ".geomean", range.geomean());
    all.put(PREFIX + figure + ".least", range.least());
    all.put(PREFIX + figure + ".most", range.most());
  }

  private static String keys(Set<Resource> resources) {
    return resources.stream().map(Resource::key).collect(Collectors.joining(", "));
  }
}
