package dev.tachograph.agent.tools;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.history.Grouping;
import dev.tachograph.meter.history.Recommendation;
import dev.tachograph.meter.history.Spread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Limits that would have let the evaluations be which were read. */
final class PageRecommendations {
  private PageRecommendations() {}

  static Map<String, @Nullable Object> of(List<EvaluationRecord> history) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("evaluations", history.size());
    map.put("headRoomPercent", Recommendation.HEAD_ROOM_PERCENT);
    List<List<@Nullable Object>> resources = new ArrayList<>();
    for (Recommendation all : recommend(history, Grouping.ALL)) {
      map.put("used", all.used());
      map.put("options", all.limits().toString());
      all.spreads().forEach((resource, spread) -> resources.add(row(all, resource, spread)));
    }
    map.put("resources", resources);
    List<Recommendation> scripts = recommend(history, Grouping.SCRIPT);
    List<List<@Nullable Object>> rows =
        scripts.stream()
            .sorted(Comparator.comparing((Recommendation one) -> -one.evaluations()))
            .limit(PageData.ROWS)
            .map(PageRecommendations::row)
            .toList();
    map.put("scripts", PageData.table(rows, scripts.size() - rows.size()));
    return map;
  }

  private static List<Recommendation> recommend(List<EvaluationRecord> history, Grouping by) {
    return Recommendation.of(
        history, by, Recommendation.Basis.MAXIMUM, Recommendation.HEAD_ROOM_PERCENT);
  }

  private static List<@Nullable Object> row(
      Recommendation recommendation, Resource resource, Spread spread) {
    OptionalLong limit = recommendation.limits().perEvaluation(resource);
    List<@Nullable Object> row = new ArrayList<>();
    row.add(resource.ordinal());
    row.add(PageValues.number(spread.count()));
    row.add(PageValues.number(spread.p50()));
    row.add(PageValues.number(spread.p99()));
    row.add(PageValues.number(spread.maximum()));
    row.add(limit.isPresent() ? PageValues.number(limit.getAsLong()) : null);
    return row;
  }

  private static List<@Nullable Object> row(Recommendation script) {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(PageValues.text(script.name()));
    row.add(script.evaluations());
    row.add(script.used());
    row.add(script.stopped());
    row.add(script.limits().toString());
    return row;
  }
}
