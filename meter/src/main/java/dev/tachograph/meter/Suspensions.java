package dev.tachograph.meter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that are suspended, by their ids: also those that are not open yet, or were closed
 * meanwhile. Changed with the ledger's lock held; anybody may read.
 */
final class Suspensions {
  /** Of each account the suspensions by those who want them; the maps are never changed. */
  private final Map<String, Map<String, Suspension>> accounts = new ConcurrentHashMap<>();

  /** Adds one, or replaces that of the same account by the same party. */
  void add(Suspension suspension) {
    Map<String, Suspension> all = copy(suspension.account());
    all.put(suspension.by(), suspension);
    accounts.put(suspension.account(), all);
  }

  /** Returns whether there was one. */
  boolean remove(String account, String by) {
    Map<String, Suspension> all = copy(account);
    boolean removed = all.remove(by) != null;
    if (all.isEmpty()) {
      accounts.remove(account);
    } else {
      accounts.put(account, all);
    }
    return removed;
  }

  private Map<String, Suspension> copy(String account) {
    return new TreeMap<>(accounts.getOrDefault(account, Map.of()));
  }

  /** What keeps an account, or one that pays with it, from evaluating; or {@code null}. */
  @Nullable Suspension of(AccountNode account) {
    if (accounts.isEmpty()) {
      return null;
    }
    for (AccountNode node = account; node != null; node = node.parent) {
      Map<String, Suspension> all = accounts.get(node.id);
      if (all != null) {
        return all.values().iterator().next();
      }
    }
    return null;
  }

  /** All of them, by account; a copy. */
  List<Suspension> all() {
    List<Suspension> all = new ArrayList<>();
    accounts.values().forEach(byParty -> all.addAll(byParty.values()));
    all.sort(Comparator.comparing(Suspension::account).thenComparing(Suspension::by));
    return all;
  }
}
