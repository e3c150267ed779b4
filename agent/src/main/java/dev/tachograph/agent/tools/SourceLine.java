package dev.tachograph.agent.tools;

import dev.tachograph.jfr.reader.CostProfile;
import dev.tachograph.meter.attribution.CallSite;
import dev.tachograph.meter.attribution.Cost;
import dev.tachograph.meter.attribution.LineCost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a line cost an account, however its function came to run.
 *
 * @param site its function; {@code null} where none ran
 * @param line 0 before the first statement, and where it is not known
 */
record SourceLine(String account, @Nullable CallSite site, int line, Cost self) {
  private record Place(String account, @Nullable CallSite site, int line) {}

  static List<SourceLine> of(CostProfile profile) {
    Map<Place, Cost> costs = new LinkedHashMap<>();
    for (LineCost line : profile.lines()) {
      List<CallSite> path = line.path().sites();
      CallSite site = path.isEmpty() ? null : path.get(path.size() - 1);
      costs.merge(new Place(line.account(), site, line.line()), line.self(), Cost::plus);
    }
    List<SourceLine> lines = new ArrayList<>();
    costs.forEach(
        (place, cost) -> lines.add(new SourceLine(place.account, place.site, place.line, cost)));
    return lines;
  }
}
