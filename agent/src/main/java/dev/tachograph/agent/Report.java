package dev.tachograph.agent;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Json;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Usage;
import dev.tachograph.meter.attribution.Attribution;
import dev.tachograph.meter.attribution.FunctionCost;
import dev.tachograph.meter.attribution.LineCost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The report that {@code report=FILE} names and that JMX has: JSON. Thread-safe. */
final class Report {
  private final Governor governor;
  private final ScriptTotals scripts;

  /** Of everything that comes from now on. */
  Report(Governor governor) {
    this.governor = governor;
    this.scripts = new ScriptTotals();
    governor.ledger().addListener(scripts);
  }

  /** Writes it whole or not at all. */
  void writeAtExit(Path file, AgentLog log) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    WholeFile.write(file, text());
                  } catch (IOException unwritable) {
                    log.warn("report=" + file + " cannot be written", unwritable);
                  }
                },
                "tachograph-report"));
  }

  /** How everything stands now, as a JSON object. */
  String text() {
    return Json.write(toMap()) + "\n";
  }

  /** What each script used, running evaluations included. */
  Map<String, Usage> byScript() {
    Map<String, Usage> byScript = scripts.byName();
    add(
        governor.ledger().evaluations().running(),
        byScript); // later: what ends in between is not counted twice
    return byScript;
  }

  private static void add(Collection<EvaluationRecord> running, Map<String, Usage> byScript) {
    for (EvaluationRecord open : running) {
      byScript.merge(open.script(), open.usage(), Usage::plus);
    }
  }

  /** The sum of what scripts used. */
  static Usage total(Map<String, Usage> byScript) {
    return byScript.values().stream().reduce(Usage.none(), Usage::plus);
  }

  private Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> report = new LinkedHashMap<>();
    Map<String, Usage> byScript = scripts.byName();
    Collection<EvaluationRecord> open = governor.ledger().evaluations().running();
    add(open, byScript);
    List<Object> running = new ArrayList<>();
    open.forEach(evaluation -> running.add(running(evaluation)));
    report.put("totals", total(byScript).toMap());
    List<Object> lines = new ArrayList<>();
    byScript.forEach((name, usage) -> lines.add(line("name", name, usage)));
    report.put("scripts", lines);
    report.put("accounts", accounts());
    Attribution attribution = governor.attribution();
    if (attribution != null) {
      report.put("functions", functions(attribution));
    }
    report.put("running", running);
    report.put("weaving", governor.statistics().toMap());
    return report;
  }

  private List<Object> accounts() {
    List<Object> lines = new ArrayList<>();
    for (String id : new TreeSet<>(governor.ledger().accountIds())) {
      Map<String, @Nullable Object> line = line("id", id, governor.ledger().usage(id));
      Limits limits = governor.ledger().limits(id);
      line.put("limits", limits.toMap());
      lines.add(line);
    }
    return lines;
  }

  /** What functions cost, without the lines. */
  private static List<Object> functions(Attribution attribution) {
    List<LineCost> lines = new ArrayList<>();
    attribution.read(false, lines::add);
    List<Object> functions = new ArrayList<>();
    FunctionCost.of(lines).forEach(function -> functions.add(function.toMap()));
    return functions;
  }

  private static Map<String, @Nullable Object> line(String key, String name, Usage usage) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put(key, name);
    line.putAll(usage.toMap());
    return line;
  }

  private static Map<String, @Nullable Object> running(EvaluationRecord open) {
    Map<String, @Nullable Object> line = line("script", open.script(), open.usage());
    line.put("account", open.account());
    line.put("thread", open.thread());
    return line;
  }
}
