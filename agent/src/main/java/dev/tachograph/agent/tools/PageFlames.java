package dev.tachograph.agent.tools;

import dev.tachograph.jfr.reader.CostProfile;
import dev.tachograph.meter.attribution.CallSite;
import dev.tachograph.meter.attribution.Cost;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tree of calls for flame graphs: of all paths those that have the greatest share of any
 * measure. What its other callees cost is in a node that a caller has for all of them, so that sums
 * are right.
 */
final class PageFlames {
  /** Paths that are shown. */
  static final int NODES = 4000;

  // Kinds of nodes, as the page's script knows them
  private static final int ALL = 0;
  private static final int ACCOUNT = 1;
  private static final int FUNCTION = 2;
  private static final int NATIVE = 3;
  private static final int LEFT_OUT = 4;

  private final List<List<@Nullable Object>> names = new ArrayList<>();
  private final Map<Object, Integer> named = new HashMap<>();
  private final List<List<@Nullable Object>> rows = new ArrayList<>();
  private final Set<FlameNode> kept;

  private PageFlames(Set<FlameNode> kept) {
    this.kept = kept;
  }

  private record Placed(FlameNode node, int parent) {}

  static Map<String, @Nullable Object> of(CostProfile profile) {
    List<FlameNode> all = FlameNode.of(profile);
    Cost whole = all.get(0).total();
    // A caller has no smaller share than its callees, and comes before them.
    List<FlameNode> costly =
        all.stream()
            .sorted(Comparator.comparingDouble(node -> -share(node.total(), whole)))
            .limit(NODES)
            .toList();
    PageFlames flames = new PageFlames(new HashSet<>(costly));
    flames.rows(all.get(0));
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("names", flames.names);
    map.put("nodes", flames.rows);
    map.put("left", all.size() - costly.size());
    return map;
  }

  private static double share(Cost cost, Cost whole) {
    double most = 0;
    for (Measure measure : Measure.COUNTED) {
      if (measure.of(whole) != 0) {
        most = Math.max(most, (double) measure.of(cost) / measure.of(whole));
      }
    }
    return most;
  }

  /** Parents first. Paths may be long: without recursion. */
  private void rows(FlameNode root) {
    Deque<Placed> open = new ArrayDeque<>();
    open.push(new Placed(root, -1));
    while (!open.isEmpty()) {
      Placed next = open.pop();
      int at = rows.size();
      row(next.parent, kind(next), name(next.node), next.node.total());
      Cost left = Cost.NONE;
      List<FlameNode> shown = new ArrayList<>();
      for (FlameNode child : next.node.children()) {
        if (kept.contains(child)) {
          shown.add(child);
        } else {
          left = left.plus(child.total());
        }
      }
      if (!left.equals(Cost.NONE)) {
        row(at, LEFT_OUT, null, left);
      }
      for (int i = shown.size() - 1; i >= 0; i--) {
        open.push(new Placed(shown.get(i), at));
      }
    }
  }

  private static int kind(Placed placed) {
    FlameNode node = placed.node;
    if (placed.parent < 0) {
      return ALL;
    }
    return node.account != null ? ACCOUNT : node.site != null ? FUNCTION : NATIVE;
  }

  private @Nullable Integer name(FlameNode node) {
    CallSite site = node.site;
    Object key = site != null ? site : node.account;
    if (key == null) {
      return null;
    }
    return named.computeIfAbsent(
        key,
        fresh -> {
          List<@Nullable Object> name = new ArrayList<>();
          name.add(PageValues.text(site == null ? node.account : site.label()));
          name.add(site == null ? null : PageValues.text(site.source()));
          names.add(name);
          return names.size() - 1;
        });
  }

  private void row(int parent, int kind, @Nullable Integer name, Cost total) {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(parent);
    row.add(kind);
    row.add(name);
    row.addAll(PageValues.costs(total));
    rows.add(row);
  }
}
