package dev.tachograph.meter;

import java.util.concurrent.atomic.LongAccumulator;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's side of an account: what it spent, and what running evaluations hold of its budget.
 *
 * <p>{@code spent} may grow on any thread; the rest is guarded by the ledger's lock.
 */
final class AccountNode {
  final String id;
  final @Nullable AccountNode parent;
  private final LongAccumulator[] spent = new LongAccumulator[Resource.all().size()];

  /** Counts in {@code spent} that were refused for want of budget, and so took nothing from it. */
  private final long[] refused = new long[Resource.all().size()];

  /** Resources of which somebody was refused some for want of budget. */
  private final boolean[] overdrawn = new boolean[Resource.all().size()];

  /** Measured resources of which some part is not known. */
  private final boolean[] unknown = new boolean[Resource.all().size()];

  private final long[] leased = new long[Resource.all().size()];
  private volatile Limits limits = Limits.unlimited();
  private volatile boolean cancelledByInterrupt;

  AccountNode(String id, @Nullable AccountNode parent) {
    this.id = id;
    this.parent = parent;
    for (int i = 0; i < spent.length; i++) {
      spent[i] = new LongAccumulator(Resource.all().get(i)::combine, 0);
    }
  }

  Limits limits() {
    return limits;
  }

  void setLimits(Limits limits) {
    this.limits = limits;
  }

  /** Whether an interrupt of its thread cancels an evaluation. */
  boolean isCancelledByInterrupt() {
    return cancelledByInterrupt;
  }

  void setCancelledByInterrupt(boolean cancelled) {
    cancelledByInterrupt = cancelled;
  }

  long total(int resource) {
    return limits.total(Resource.all().get(resource)).orElse(Long.MAX_VALUE);
  }

  long perEvaluation(int resource) {
    return limits.inForce(resource);
  }

  long spent(int resource) {
    return spent[resource].get();
  }

  /** Adds (or, of peaks, keeps the higher) to what this account and its parents spent. */
  void spend(int resource, long amount) {
    for (AccountNode node = this; node != null; node = node.parent) {
      node.spent[resource].accumulate(amount);
    }
  }

  /** Books what was measured. */
  void spendMeasured(Resource resource, long amount) {
    if (amount != Usage.UNKNOWN) {
      spend(resource.ordinal(), amount);
      return;
    }
    for (AccountNode node = this; node != null; node = node.parent) {
      node.unknown[resource.ordinal()] = true;
    }
  }

  /** Whether some part of what was spent is not known. */
  boolean isUnknown(int resource) {
    return unknown[resource];
  }

  /** Notes that an evaluation was stopped by this budget. */
  void overdraw(Resource resource) {
    for (AccountNode node = this; node != null; node = node.parent) {
      node.overdrawn[resource.ordinal()] = true;
    }
  }

  /** A count that was refused is billed all the same, but takes nothing from the budget. */
  void forgive(int resource, long billed) {
    for (AccountNode node = this; node != null; node = node.parent) {
      node.refused[resource] += billed;
    }
  }

  /** What the budget was charged with. */
  private long taken(int resource) {
    return spent(resource) - refused[resource];
  }

  /** What is neither spent nor leased, of this account alone. */
  long free(int resource) {
    long total = total(resource);
    return total == Long.MAX_VALUE ? total : total - taken(resource) - leased[resource];
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

  /** The nearest account on the path that somebody tried to overspend, or {@code null}. */
  @Nullable AccountNode overspent(int resource) {
    for (AccountNode node = this; node != null; node = node.parent) {
      long left = node.total(resource) - node.taken(resource);
      long crumbs = resource == Fuel.INDEX ? Fuel.DEAREST - 1 : 0;
      if (left < 0 || (left <= crumbs && node.overdrawn[resource])) {
        return node;
      }
    }
    return null;
  }

  /** The nearest account on the path whose total is spent to the last unit, or {@code null}. */
  @Nullable AccountNode exhausted(int resource) {
    for (AccountNode node = this; node != null; node = node.parent) {
      if (node.taken(resource) >= node.total(resource)) {
        return node;
      }
    }
    return null;
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
