package dev.tachograph.bench.paired;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes results as Markdown tables. */
final class MarkdownReport {
  private MarkdownReport() {}

  /** A table for each setting. */
  static String write(List<ProgramResult> results) {
    return JsonReport.bySetting(results).entrySet().stream()
        .map(own -> write(own.getKey(), own.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  static String write(Setting setting, List<ProgramResult> results) {
    StringBuilder out = new StringBuilder();
    out.append("### ").append(setting.title()).append("\n\n| program | class |");
    Set<Variant> columns = results.get(0).ratios().keySet();
    columns.forEach(variant -> out.append(' ').append(variant.title()).append(" |"));
    out.append(" ms plain | iterations | calls |\n|---|---|");
    columns.forEach(variant -> out.append("---|"));
    out.append("---:|---:|---:|\n");
    results.forEach(result -> row(result, out));
    Summary.of(setting, results).forEach(summary -> rows(summary, out));
    return out.toString();
  }

  private static void row(ProgramResult result, StringBuilder out) {
    out.append("| ").append(result.program().name());
    out.append(" | ").append(result.program().kind()).append(" |");
    for (Variant variant : result.ratios().keySet()) {
      out.append(' ').append(text(result.ratio(variant))).append(" |");
    }
    out.append(
        String.format(
            Locale.ROOT,
            " %.3f | %d | %d |%n",
            result.plainNanos() / 1e6,
            result.counted().iterations(),
            result.counted().functionCalls()));
  }

  private static void rows(Summary summary, StringBuilder out) {
    out.append("| **geomean** | **").append(summary.group()).append("** |");
    for (Variant variant : summary.variants()) {
      out.append(' ').append(text(summary.geomean(variant))).append(" |");
    }
    out.append(" | | |\n");
    if (summary.group().equals(Summary.ALL)) {
      out.append("| **worst** | **all** |");
      for (Variant variant : summary.variants()) {
        ProgramResult worst = summary.worst(variant);
        out.append(
            String.format(
                Locale.ROOT, " %.3f %s |", worst.ratio(variant).value(), worst.program().name()));
      }
      out.append(" | | |\n");
    }
  }

  private static String text(Statistics.Estimate estimate) {
    return String.format(
        Locale.ROOT, "%.3f (%.3f-%.3f)", estimate.value(), estimate.low(), estimate.high());
  }
}
