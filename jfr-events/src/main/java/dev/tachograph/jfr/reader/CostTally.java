package dev.tachograph.jfr.reader;

import dev.tachograph.meter.attribution.CallPath;
import dev.tachograph.meter.attribution.CallSite;
import dev.tachograph.meter.attribution.Cost;
import dev.tachograph.meter.attribution.LineCost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What lines of functions cost: of each the highest that was read, for costs never fall. Keeps what
 * takes some 100 MB, which is as much as five JVMs say with usual paths; what comes later, of lines
 * that are not known by then, is left out and counted. Not thread-safe.
 */
final class CostTally {
  static final long MOST_BYTES = 100L << 20;

  // Measured with 64-bit references, rounded up.
  private static final long LINE_BYTES = 240;
  private static final long PATH_BYTES = 160;
  private static final long STEP_BYTES = 8;
  private static final long SITE_BYTES = 160;

  private static final Comparator<CallSite> BY_SITE =
      Comparator.comparing(CallSite::source)
          .thenComparingInt(CallSite::line)
          .thenComparing(CallSite::function);
  private static final Comparator<LineCost> BY_PLACE =
      Comparator.comparing(LineCost::account)
          .thenComparing(LineCost::path, CostTally::compare)
          .thenComparingInt(LineCost::line);

  private record Line(long meter, String account, int stripe, CallPath path, int line) {}

  private record Place(String account, CallPath path, int line) {}

  private final Map<String, String> accounts = new HashMap<>();
  private final Map<CallSite, CallSite> sites = new HashMap<>();
  private final Map<CallPath, CallPath> paths = new HashMap<>();
  private final Map<Line, Cost> costs = new HashMap<>();
  private final long mostBytes;
  private long bytes;
  private long unkept;

  CostTally() {
    this(MOST_BYTES);
  }

  CostTally(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  void accept(Fact.Spent spent) {
    LineCost cost = spent.cost();
    Line line =
        new Line(spent.meter(), cost.account(), cost.stripe(), path(cost.path()), cost.line());
    Cost known = costs.get(line);
    if (known != null) {
      costs.put(line, higher(known, cost.self()));
    } else if (bytes + price(line) > mostBytes) {
      unkept++;
    } else {
      bytes += price(line);
      costs.put(keep(line), higher(Cost.NONE, cost.self()));
    }
  }

  /** The one that is kept, if it is. */
  private CallPath path(CallPath path) {
    return paths.getOrDefault(path, path);
  }

  /** What it takes to keep it. */
  private long price(Line line) {
    long price = LINE_BYTES;
    if (!accounts.containsKey(line.account)) {
      price += SITE_BYTES + 2L * line.account.length();
    }
    if (paths.containsKey(line.path)) {
      return price;
    }
    price += PATH_BYTES;
    for (CallSite site : line.path.sites()) {
      price += STEP_BYTES;
      if (!sites.containsKey(site)) {
        price += SITE_BYTES + 2L * (site.source().length() + site.function().length());
      }
    }
    return price;
  }

  /** Names are there once, however many paths they are on. */
  private Line keep(Line line) {
    CallPath path = paths.get(line.path);
    if (path == null) {
      List<CallSite> steps = new ArrayList<>();
      for (CallSite site : line.path.sites()) {
        CallSite first = sites.putIfAbsent(site, site);
        steps.add(first == null ? site : first);
      }
      path = new CallPath(steps);
      paths.put(path, path);
    }
    String account = accounts.computeIfAbsent(line.account, name -> name);
    return new Line(line.meter, account, line.stripe, path, line.line);
  }

  private static Cost higher(Cost one, Cost other) {
    return new Cost(
        Math.max(one.iterations(), other.iterations()),
        Math.max(one.functionCalls(), other.functionCalls()),
        Math.max(one.allocatedBytes(), other.allocatedBytes()),
        Math.max(one.nativeSteps(), other.nativeSteps()),
        Math.max(one.cpuNanos(), other.cpuNanos()));
  }

  /** By account, path and line, over all stripes and meters. */
  CostProfile read() {
    Map<Place, Cost> merged = new HashMap<>();
    costs.forEach(
        (line, cost) ->
            merged.merge(new Place(line.account, line.path, line.line), cost, Cost::plus));
    List<LineCost> lines = new ArrayList<>();
    merged.forEach(
        (place, cost) -> lines.add(new LineCost(place.account, 0, place.path, place.line, cost)));
    lines.sort(BY_PLACE);
    return new CostProfile(lines, unkept);
  }

  private static int compare(CallPath one, CallPath other) {
    List<CallSite> a = one.sites();
    List<CallSite> b = other.sites();
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int way = BY_SITE.compare(a.get(i), b.get(i));
      if (way != 0) {
        return way;
      }
    }
    return Integer.compare(a.size(), b.size());
  }
}
