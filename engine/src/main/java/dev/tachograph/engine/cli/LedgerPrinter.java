package dev.tachograph.engine.cli;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.LimitStatus;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Statistics;
import dev.tachograph.meter.journal.JournalAccount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The two forms of what a journal knows. */
final class LedgerPrinter {
  private static final List<String> HEAD = List.of("resource", "used", "limit", "remaining");

  private LedgerPrinter() {}

  /** The form for machines; unlimited and unknown are {@code null} or missing. */
  static Map<String, @Nullable Object> toMap(List<JournalAccount> accounts) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("accounts", accounts.stream().map(LedgerPrinter::account).toList());
    map.put("history", history(accounts).stream().map(EvaluationRecord::toMap).toList());
    return map;
  }

  private static Map<String, @Nullable Object> account(JournalAccount account) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("id", account.id());
    map.putAll(account.usage().toMap());
    map.put("limits", account.limits().toMap());
    Map<String, Long> remaining = new LinkedHashMap<>();
    for (LimitStatus status : account.limitStatus()) {
      remaining.put(Limits.TOTAL_PREFIX + status.resource().jsonKey(), status.remaining());
    }
    map.put("remaining", remaining);
    map.put("statistics", account.statistics().toMap());
    map.put("running", account.running().stream().map(EvaluationRecord::toMap).toList());
    return map;
  }

  /** Each evaluation once, though the accounts that pay with its own know it, too. */
  private static List<EvaluationRecord> history(List<JournalAccount> accounts) {
    Set<EvaluationRecord> all = new LinkedHashSet<>();
    accounts.forEach(account -> all.addAll(account.history()));
    return all.stream().sorted(Comparator.comparing(EvaluationRecord::start)).toList();
  }

  /** The form for people. */
  static String words(List<JournalAccount> accounts) {
    List<String> lines = new ArrayList<>();
    for (JournalAccount account : accounts) {
      lines.add("account " + account.id() + ": " + outcomes(account));
      lines.addAll(table(account));
      String limits = perEvaluation(account.limits());
      if (!limits.isEmpty()) {
        lines.add("  limits on each evaluation: " + limits);
      }
    }
    List<EvaluationRecord> history = history(accounts);
    if (!history.isEmpty()) {
      lines.add("history:");
      history.forEach(evaluation -> lines.add("  " + words(evaluation)));
    }
    return accounts.isEmpty() ? "no accounts" : String.join("\n", lines);
  }

  private static String outcomes(JournalAccount account) {
    Statistics ended = account.statistics();
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("completed", ended.completed());
    counts.put("failed", ended.failed());
    counts.put("limit-exceeded", ended.limitExceeded());
    counts.put("denied", ended.denied());
    counts.put("cancelled", ended.cancelled());
    counts.put("running or killed", (long) account.running().size());
    counts.values().removeIf(count -> count == 0);
    return counts.isEmpty()
        ? "nothing yet"
        : counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "));
  }

  /** What was used or is limited; the rest would be nothing but zeros. */
  private static List<String> table(JournalAccount account) {
    List<List<String>> rows = new ArrayList<>();
    for (Resource resource : Resource.all()) {
      long used = account.usage().get(resource);
      Optional<LimitStatus> status =
          account.limitStatus().stream().filter(s -> s.resource() == resource).findFirst();
      if (used != 0 || status.isPresent()) {
        rows.add(
            List.of(
                resource.key(),
                resource.words(used),
                status.map(s -> resource.words(s.limit())).orElse("-"),
                status.map(s -> resource.words(s.remaining())).orElse("-")));
      }
    }
    if (!rows.isEmpty()) {
      rows.add(0, HEAD);
    }
    return rows.stream().map(row -> "  " + line(row, rows)).toList();
  }

  private static String line(List<String> row, List<List<String>> rows) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      int at = column;
      int width = rows.stream().mapToInt(other -> other.get(at).length()).max().orElse(0);
      String blanks = " ".repeat(width - row.get(column).length());
      line.append(column == 0 ? row.get(column) + blanks : "  " + blanks + row.get(column));
    }
    return line.toString();
  }

  private static String perEvaluation(Limits limits) {
    return Resource.all().stream()
        .filter(resource -> limits.perEvaluation(resource).isPresent())
        .map(
            resource ->
                resource.key() + " " + resource.words(limits.perEvaluation(resource).orElseThrow()))
        .collect(Collectors.joining(", "));
  }

  private static String words(EvaluationRecord evaluation) {
    EvaluationRecord.@Nullable Outcome outcome = evaluation.outcome();
    String used =
        Resource.all().stream()
            .filter(resource -> evaluation.usage().get(resource) > 0)
            .filter(resource -> resource.kind() == Resource.Kind.SUM)
            .map(
                resource -> resource.key() + "=" + resource.words(evaluation.usage().get(resource)))
            .collect(Collectors.joining(", "));
    return "%s  %s  %s %s%s"
        .formatted(
            evaluation.start(),
            evaluation.account(),
            evaluation.script().isEmpty() ? "(no script)" : evaluation.script(),
            outcome == null ? "running" : outcome.key(),
            used.isEmpty() ? "" : ": " + used);
  }
}
