package dev.tachograph.bench.corpus;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How hostile scripts ended, for people to read. */
final class HostileTable {
  private HostileTable() {}

  /** The table of all results, and a summary of each category. */
  static void write(Path file, HostileSetting setting, List<HostileResult> results)
      throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# Hostile scripts: results");
    lines.add("");
    lines.add(
        setting.agent() == null
            ? "Without an agent."
            : "Options: `%s`.".formatted(setting.options()));
    lines.add("");
    lines.addAll(summary(results));
    lines.add("");
    lines.add(HostileResult.tableHead());
    results.forEach(result -> lines.add(result.tableRow()));
    if (file.toAbsolutePath().getParent() != null) {
      Files.createDirectories(requireNonNull(file.toAbsolutePath().getParent()));
    }
    Files.write(file, lines);
  }

  /** How many scripts of each category ended how. */
  static List<String> summary(List<HostileResult> results) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| category | mode | scripts | limit | of these late | refused | within | skipped | open |");
    lines.add("|---|---|---:|---:|---:|---:|---:|---:|---:|");
    Map<String, List<HostileResult>> groups =
        results.stream()
            .collect(
                Collectors.groupingBy(
                    result -> "%s | %s".formatted(result.category(), result.mode()),
                    TreeMap::new,
                    Collectors.toList()));
    groups.forEach((group, members) -> lines.add(summary(group, members)));
    lines.add(summary("all | ", results));
    return lines;
  }

  private static String summary(String group, List<HostileResult> results) {
    Map<HostileResult.Verdict, Integer> count = new EnumMap<>(HostileResult.Verdict.class);
    results.forEach(result -> count.merge(result.verdict(), 1, Integer::sum));
    return "| %s | %d | %d | %d | %d | %d | %d | %d |"
        .formatted(
            group,
            results.size(),
            count.getOrDefault(HostileResult.Verdict.LIMIT, 0),
            results.stream().filter(HostileResult::isLate).count(),
            count.getOrDefault(HostileResult.Verdict.REFUSED, 0),
            count.getOrDefault(HostileResult.Verdict.WITHIN, 0),
            count.getOrDefault(HostileResult.Verdict.SKIPPED, 0),
            count.getOrDefault(HostileResult.Verdict.OPEN, 0));
  }
}
