package dev.tachograph.agent;

import dev.tachograph.meter.EvaluationListener;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Usage;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each script used, by the name of the outermost one. Thread-safe.
 *
 * <p>Hosts may make names up without end; beyond a number of them, the rest is one line.
 */
final class ScriptTotals implements EvaluationListener {
  static final int MOST_NAMES = 10_000;
  static final String OTHERS = "(other)";

  private final Map<String, Usage> totals = new ConcurrentHashMap<>();

  @Override
  public void ended(EvaluationRecord evaluation) {
    String name = evaluation.script();
    if (totals.size() >= MOST_NAMES && !totals.containsKey(name)) {
      name = OTHERS;
    }
    totals.merge(name, evaluation.usage(), Usage::plus);
  }

  @Override
  public void compiled(EvaluationRecord compilation) {
    ended(compilation);
  }

  /** The totals by name, sorted. */
  Map<String, Usage> byName() {
    return new TreeMap<>(totals);
  }
}
