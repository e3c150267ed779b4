package dev.tachograph.bench.paired;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Several programs taken together.
 *
 * @param group the class of the programs, or {@code all}
 */
record Summary(String group, Setting setting, List<ProgramResult> results) {
  static final String ALL = "all";

  /** One summary for every class of programs and one for all, in the order of the results. */
  static List<Summary> of(Setting setting, List<ProgramResult> results) {
    Map<String, List<ProgramResult>> groups = new LinkedHashMap<>();
    for (ProgramResult result : results) {
      groups.computeIfAbsent(result.program().kind(), kind -> new ArrayList<>()).add(result);
    }
    groups.put(ALL, results);
    return groups.entrySet().stream()
        .map(group -> new Summary(group.getKey(), setting, group.getValue()))
        .toList();
  }

  /** Those that were measured. */
  Set<Variant> variants() {
    return results.get(0).ratios().keySet();
  }

  Statistics.Estimate geomean(Variant variant) {
    double value =
        Statistics.geomean(results.stream().map(result -> result.ratio(variant).value()).toList());
    double[] replicates =
        Statistics.geomeans(
            results.stream()
                .map(result -> Objects.requireNonNull(result.replicates().get(variant)))
                .toList());
    return Statistics.estimate(value, replicates);
  }

  /** The program that the variant slows most. */
  ProgramResult worst(Variant variant) {
    return results.stream()
        .max(Comparator.comparingDouble(result -> result.ratio(variant).value()))
        .orElseThrow();
  }
}
