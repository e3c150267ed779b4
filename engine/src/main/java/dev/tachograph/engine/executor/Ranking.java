package dev.tachograph.engine.executor;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tenants by a number. Of equal ones, who has had it for longest is first. Not thread-safe. */
final class Ranking {
  private final TreeMap<Integer, Set<Tenant>> ranks = new TreeMap<>();
  private final Map<Tenant, Integer> numbers = new HashMap<>();

  void put(Tenant tenant, int number) {
    Integer before = numbers.put(tenant, number);
    if (before == null || before != number) {
      leave(tenant, before);
      ranks.computeIfAbsent(number, rank -> new LinkedHashSet<>()).add(tenant);
    }
  }

  void remove(Tenant tenant) {
    leave(tenant, numbers.remove(tenant));
  }

  private void leave(Tenant tenant, @Nullable Integer number) {
    Set<Tenant> rank = number == null ? null : ranks.get(number);
    if (rank != null) {
      rank.remove(tenant);
      if (rank.isEmpty()) {
        ranks.remove(number);
      }
    }
  }

  @Nullable Tenant lowest() {
    return ranks.isEmpty() ? null : ranks.firstEntry().getValue().iterator().next();
  }

  /** All of them, the highest first. */
  Stream<Tenant> fromHighest() {
    return ranks.descendingMap().values().stream().flatMap(Set::stream);
  }

  int size() {
    return numbers.size();
  }
}
