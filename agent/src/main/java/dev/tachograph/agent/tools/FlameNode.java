package dev.tachograph.agent.tools;

import dev.tachograph.jfr.reader.CostProfile;
import dev.tachograph.meter.attribution.CallSite;
import dev.tachograph.meter.attribution.Cost;
import dev.tachograph.meter.attribution.LineCost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A frame of a flame graph: paths of calls as a tree, with an account at the root of each. */
final class FlameNode {
  /** What stands for what ran where there was no function. */
  private static final Object NATIVE = new Object();

  /** {@code null} but for the root of an account. */
  final @Nullable String account;

  /** {@code null} but for functions. */
  final @Nullable CallSite site;

  private final Map<Object, FlameNode> children = new LinkedHashMap<>();
  private Cost total = Cost.NONE;

  private FlameNode(@Nullable String account, @Nullable CallSite site) {
    this.account = account;
    this.site = site;
  }

  /**
   * The tree of all accounts, with its nodes in an order that has parents before their children.
   */
  static List<FlameNode> of(CostProfile profile) {
    List<FlameNode> nodes = new ArrayList<>();
    FlameNode all = new FlameNode(null, null);
    nodes.add(all);
    for (LineCost line : profile.lines()) {
      all.add(line.self());
      FlameNode node = all.child(line.account(), new FlameNode(line.account(), null), nodes);
      node.add(line.self());
      List<CallSite> path = line.path().sites();
      if (path.isEmpty()) {
        node.child(NATIVE, new FlameNode(null, null), nodes).add(line.self());
      }
      for (CallSite site : path) {
        node = node.child(site, new FlameNode(null, site), nodes);
        node.add(line.self());
      }
    }
    return nodes;
  }

  private FlameNode child(Object key, FlameNode fresh, List<FlameNode> nodes) {
    FlameNode known = children.putIfAbsent(key, fresh);
    if (known != null) {
      return known;
    }
    nodes.add(fresh);
    return fresh;
  }

  private void add(Cost cost) {
    total = total.plus(cost);
  }

  Collection<FlameNode> children() {
    return children.values();
  }

  /** With all that it calls. */
  Cost total() {
    return total;
  }
}
