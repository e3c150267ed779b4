package dev.tachograph.agent.tools;

import dev.tachograph.jfr.reader.CostProfile;
import dev.tachograph.meter.attribution.CallSite;
import dev.tachograph.meter.attribution.Cost;
import dev.tachograph.meter.attribution.FunctionCost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What functions and lines cost: those that cost most by themselves. */
final class PageFunctions {
  private PageFunctions() {}

  static Map<String, @Nullable Object> of(CostProfile profile) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put(
        "costs", Measure.COUNTED.stream().map(measure -> measure.resource().ordinal()).toList());
    map.put("totals", PageValues.costs(profile.total()));
    map.put("functions", costly(profile.functions(), FunctionCost::self, PageFunctions::function));
    map.put("lines", costly(SourceLine.of(profile), SourceLine::self, PageFunctions::line));
    map.put("flames", PageFlames.of(profile));
    return map;
  }

  private static <T> Map<String, @Nullable Object> costly(
      List<T> all, Function<T, Cost> self, Function<T, List<@Nullable Object>> row) {
    List<List<@Nullable Object>> rows =
        all.stream()
            .sorted(Comparator.comparing(one -> -self.apply(one).fuel()))
            .limit(PageData.ROWS)
            .map(row)
            .toList();
    return PageData.table(rows, all.size() - rows.size());
  }

  private static List<@Nullable Object> function(FunctionCost function) {
    CallSite site = function.site();
    List<@Nullable Object> row = place(function.account(), site, site == null ? 0 : site.line());
    row.add(PageValues.number(function.self().fuel()));
    row.add(PageValues.number(function.total().fuel()));
    row.addAll(PageValues.costs(function.self()));
    row.addAll(PageValues.costs(function.total()));
    return row;
  }

  private static List<@Nullable Object> line(SourceLine line) {
    List<@Nullable Object> row = place(line.account(), line.site(), line.line());
    row.add(PageValues.number(line.self().fuel()));
    row.addAll(PageValues.costs(line.self()));
    return row;
  }

  private static List<@Nullable Object> place(String account, @Nullable CallSite site, int line) {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(site == null ? RecordWords.name(null) : PageValues.text(site.name()));
    row.add(site == null ? null : PageValues.text(site.source()));
    row.add(line == 0 ? null : line);
    row.add(PageValues.text(account));
    return row;
  }
}
