package dev.tachograph.jmc;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;
import org.openjdk.jmc.common.util.TypedPreference;

/** One of many evaluations took most of what all took, by fuel; it may still be running. */
public final class DominatingEvaluationRule extends TachographRule {
  private static final String SAMPLE = "tachograph.LiveSample";
  private static final TypedPreference<IQuantity> MINIMUM =
      number(
          "dev.tachograph.DominatingEvaluation.evaluations",
          "Evaluations",
          "How many evaluations there have to be",
          10);

  /** One evaluation of one JVM. */
  private record Key(long meter, long evaluation) {}

  private record Cost(long fuel, String words) {}

  /** As a service. */
  public DominatingEvaluationRule() {
    super(
        "dev.tachograph.DominatingEvaluation",
        "Dominating Evaluation",
        Evidence.ENDS,
        percent(
            "dev.tachograph.DominatingEvaluation.info",
            "Share, hint",
            "The share of one evaluation in the fuel of all from which on it is mentioned",
            30),
        percent(
            "dev.tachograph.DominatingEvaluation.warning",
            "Share, warning",
            "The share of one evaluation in the fuel of all from which on it is a warning",
            60),
        MINIMUM);
  }

  /** Adds up without keeping what ended, of which there may be millions. */
  private static final class Tally {
    final Map<Key, Cost> running = new HashMap<>();
    double total;
    long evaluations;
    @Nullable Cost most;

    void running(Row row) {
      running.merge(key(row), cost(row, "so far"), Tally::most);
    }

    void ended(Row row) {
      running.remove(key(row));
      add(cost(row, row.text("outcome")));
    }

    void add(Cost cost) {
      evaluations++;
      total += cost.fuel;
      most = most == null ? cost : most(most, cost);
    }

    private static Cost most(Cost one, Cost other) {
      return other.fuel > one.fuel ? other : one;
    }

    private static Key key(Row row) {
      return new Key(row.number("meterId"), row.number("evaluationId"));
    }

    private static Cost cost(Row row, String outcome) {
      return new Cost(
          Math.max(0, row.number("fuel")),
          "evaluation %d of account %s, script %s (%s)"
              .formatted(
                  row.number("evaluationId"), row.name("account"), row.name("script"), outcome));
    }
  }

  @Override
  Finding find(IItemCollection items, IPreferenceValueProvider preferences) {
    Tally tally = new Tally();
    Row.forEach(items, SAMPLE, tally::running);
    Row.forEach(items, Evidence.ENDS.event(), tally::ended);
    tally.running.values().forEach(tally::add);
    Cost most = tally.most;
    if (most == null || tally.total == 0 || tally.evaluations < value(preferences, MINIMUM)) {
      return Finding.fine("Too few evaluations to compare: " + tally.evaluations + ".");
    }
    double percent = 100 * most.fuel / tally.total;
    double score = score(preferences, percent);
    return new Finding(
        score,
        String.format(
            Locale.ROOT,
            "The dearest of %d evaluations took %.0f %% of all fuel: %s.",
            tally.evaluations,
            Math.floor(percent),
            most.words),
        "Fuel is one price for all work of scripts, and follows CPU time.",
        score < 25
            ? ""
            : "Limit what one evaluation may use; the recommend command of tachograph-agent.jar says"
                + " how much the others need.");
  }
}
