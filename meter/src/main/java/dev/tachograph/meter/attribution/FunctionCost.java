package dev.tachograph.meter.attribution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a function cost an account. Immutable and thread-safe.
 *
 * @param account who paid
 * @param site {@code null} for what was spent where no function of a script ran
 * @param self by its own lines
 * @param total with all that it called; the costs of a recursion are in it once
 */
public record FunctionCost(String account, @Nullable CallSite site, Cost self, Cost total) {
  /**
   * Sums up by account and function.
   *
   * @return in the order in which functions are first met
   */
  public static List<FunctionCost> of(Iterable<LineCost> lines) {
    Map<Key, Cost> self = new LinkedHashMap<>();
    Map<Key, Cost> total = new LinkedHashMap<>();
    for (LineCost line : lines) {
      List<CallSite> path = line.path().sites();
      Key own = new Key(line.account(), path.isEmpty() ? null : path.get(path.size() - 1));
      self.merge(own, line.self(), Cost::plus);
      if (path.isEmpty()) {
        total.merge(own, line.self(), Cost::plus);
      }
      for (CallSite site : path) {
        total.merge(new Key(line.account(), site), line.self(), Cost::plus);
      }
    }
    List<FunctionCost> functions = new ArrayList<>();
    total.forEach(
        (key, cost) ->
            functions.add(
                new FunctionCost(key.account, key.site, self.getOrDefault(key, Cost.NONE), cost)));
    return functions;
  }

  /** A stable form for machines; what has no name, or no known place, is {@code null}. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("account", account);
    map.put("script", site == null ? null : site.source());
    map.put("function", site == null || site.function().isEmpty() ? null : site.function());
    map.put("line", site == null || site.line() == 0 ? null : site.line());
    map.put("self", self.toMap());
    map.put("total", total.toMap());
    return map;
  }

  private record Key(String account, @Nullable CallSite site) {}
}
