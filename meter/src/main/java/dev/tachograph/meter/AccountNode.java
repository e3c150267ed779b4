package dev.tachograph.meter;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's side of an account: what it spent, and what running evaluations hold of its budget.
 *
 * <p>{@code spent} may grow on any thread; {@code leased} is guarded by the ledger's lock.
 */
final class AccountNode {
  final String id;
  final @Nullable AccountNode parent;
  private final LongAdder[] spent = new LongAdder[Resource.all().size()];
  private final long[] leased = new long[Resource.all().size()];
  private volatile Limits limits = Limits.unlimited();

  AccountNode(String id, @Nullable AccountNode parent) {
    this.id = id;
    this.parent = parent;
    for (int i = 0; i < spent.length; i++) {
      spent[i] = new LongAdder();
    }
  }

  Limits limits() {
    return limits;
  }

  void setLimits(Limits limits) {
    this.limits = limits;
  }

  long total(int resource) {
    return limits.total(Resource.all().get(resource)).orElse(Long.MAX_VALUE);
  }

  long perEvaluation(int resource) {
    return limits.perEvaluation(Resource.all().get(resource)).orElse(Long.MAX_VALUE);
  }

  /** Whether this account or a parent bounds any total, so that budgets have to be leased. */
  boolean hasTotals() {
    for (AccountNode node = this; node != null; node = node.parent) {
      for (Resource resource : Resource.all()) {
        if (node.limits.total(resource).isPresent()) {
          return true;
        }
      }
    }
    return false;
  }

  long spent(int resource) {
    return spent[resource].sum();
  }

  /** Adds to what this account and its parents spent. */
  void spend(int resource, long amount) {
    for (AccountNode node = this; node != null; node = node.parent) {
      node.spent[resource].add(amount);
    }
  }

  /** What is neither spent nor leased, of this account alone. */
  long free(int resource) {
    long total = total(resource);
    return total == Long.MAX_VALUE ? total : total - spent(resource) - leased[resource];
  }

  /** The most that can be leased from this account and its parents now; not below 0. */
  long freeOnPath(int resource) {
    long free = Long.MAX_VALUE;
    for (AccountNode node = this; node != null; node = node.parent) {
      free = Math.min(free, node.free(resource));
    }
    return Math.max(0, free);
  }

  /** Leases (or, when negative, returns) a part of the budget of this account and its parents. */
  void lease(int resource, long amount) {
    for (AccountNode node = this; node != null; node = node.parent) {
      node.leased[resource] += amount;
    }
  }

  /** The outermost account on the path whose total is spent to the last unit, or {@code null}. */
  @Nullable AccountNode exhausted(int resource) {
    AccountNode found = null;
    for (AccountNode node = this; node != null; node = node.parent) {
      if (node.total(resource) != Long.MAX_VALUE && node.spent(resource) >= node.total(resource)) {
        found = node;
      }
    }
    return found;
  }

  boolean isWithin(AccountNode ancestor) {
    for (AccountNode node = this; node != null; node = node.parent) {
      if (node == ancestor) {
        return true;
      }
    }
    return false;
  }
}
