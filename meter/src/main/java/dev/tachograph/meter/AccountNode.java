package dev.tachograph.meter;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's side of an account: its balance, its limits, and the accounts that pay with it.
 *
 * <p>Changed with the ledger's lock held only; what {@link #exhausted()} reads, anybody may read at
 * any time.
 */
final class AccountNode extends Balance {
  final String id;
  final @Nullable AccountNode parent;
  private volatile Limits limits = Limits.unlimited();
  private @Nullable AccountStatistics statistics;
  private @Nullable RefillClock refills;
  private @Nullable Set<AccountNode> children;
  private boolean closed;
  private boolean ambientLimits;
  private int historySize = -1;
  private volatile boolean cancelledByInterrupt;

  AccountNode(String id, @Nullable AccountNode parent) {
    this.id = id;
    this.parent = parent;
  }

  Limits limits() {
    return limits;
  }

  void setLimits(Limits limits) {
    this.limits = limits;
    RefillClock before = refills;
    boolean none = limits.refills().isEmpty() && (before == null || !before.isRestored());
    refills = none ? null : new RefillClock(limits, before);
    touch();
  }

  /** Refills what is due by now, on the path. */
  void refillDue(Ticker ticker) {
    for (AccountNode node = this; node != null; node = node.parent) {
      if (node.refills != null) {
        if (node.refills.tick(node, ticker)) {
          node.touch();
        }
      }
    }
  }

  /** The same of buckets alone: they fill before something is booked, periods end after it. */
  void drip(Ticker ticker) {
    for (AccountNode node = this; node != null; node = node.parent) {
      if (node.refills != null && node.refills.drip(node, ticker)) {
        node.touch();
      }
    }
  }

  /** How far limits were refilled; {@code null} where none refills. */
  @Nullable RefillClock refills() {
    return refills;
  }

  /** The same, to be filled with what is known from elsewhere. */
  RefillClock restoredRefills() {
    RefillClock known = refills;
    if (known == null) {
      known = new RefillClock(limits, null);
      refills = known;
    }
    return known;
  }

  AccountStatistics statistics() {
    AccountStatistics known = statistics;
    if (known == null) {
      known = new AccountStatistics();
      statistics = known;
    }
    return known;
  }

  /** Keeps so many records at most, from now on; below 0 it has not been said. */
  void setHistorySize(int size) {
    historySize = size;
    statistics().trim(size);
  }

  /** The same if it has not been said. */
  void defaultHistorySize(int size) {
    historySize = historySize < 0 ? size : historySize;
  }

  /** An evaluation of this account ended. */
  void note(EvaluationRecord ended) {
    for (AccountNode node = this; node != null; node = node.parent) {
      node.statistics().add(ended, node.historySize);
    }
  }

  /** The same of evaluations elsewhere or earlier, for this account alone. */
  void restore(Statistics earlier, List<EvaluationRecord> history) {
    statistics().restore(earlier, history, historySize);
  }

  /** The open accounts directly below this one; a copy. */
  List<AccountNode> children() {
    return children == null ? List.of() : List.copyOf(children);
  }

  void addChild(AccountNode child) {
    if (children == null) {
      children = new HashSet<>();
    }
    children.add(child);
  }

  void removeChild(AccountNode child) {
    if (children != null && children.remove(child) && children.isEmpty()) {
      children = null;
    }
  }

  /** Whether its limits are those of accounts that script code opens, and change with them. */
  boolean hasAmbientLimits() {
    return ambientLimits;
  }

  void setAmbientLimits(boolean ambient) {
    ambientLimits = ambient;
  }

  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
  }

  /** Whether an interrupt of its thread cancels an evaluation. */
  boolean isCancelledByInterrupt() {
    return cancelledByInterrupt;
  }

  void setCancelledByInterrupt(boolean cancelled) {
    cancelledByInterrupt = cancelled;
  }

  long total(int resource) {
    return limits.totalInForce(resource);
  }

  long perEvaluation(int resource) {
    return limits.inForce(resource);
  }

  /** Adds (or, of peaks, keeps the higher) to what this account and its parents spent. */
  void spend(int resource, long amount) {
    for (AccountNode node = this; node != null; node = node.parent) {
      node.restore(resource, amount);
    }
  }

  /** Books what was measured. */
  void spendMeasured(Resource resource, long amount) {
    if (amount != Usage.UNKNOWN) {
      spend(resource.ordinal(), amount);
      return;
    }
    for (AccountNode node = this; node != null; node = node.parent) {
      node.forgetMeasure(resource.ordinal());
    }
  }

  /** Notes that an evaluation was stopped by this budget. */
  void overdraw(Resource resource) {
    for (AccountNode node = this; node != null; node = node.parent) {
      node.restoreOverdrawn(1 << resource.ordinal());
      node.touch();
    }
  }

  /** A count that was refused is billed all the same, but takes nothing from the budget. */
  void forgive(int resource, long billed) {
    for (AccountNode node = this; billed != 0 && node != null; node = node.parent) {
      node.restoreRefused(resource, billed);
    }
  }

  /** Raises (or, when negative, lowers) a level of this account and its parents. */
  void raise(int resource, long amount) {
    for (AccountNode node = this; node != null; node = node.parent) {
      node.addLevel(resource, amount);
    }
  }

  /** What is neither spent nor leased, of this account alone. */
  long free(int resource) {
    long total = total(resource);
    return total == Long.MAX_VALUE ? total : total - taken(resource) - leased(resource);
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
    for (AccountNode node = this; amount != 0 && node != null; node = node.parent) {
      node.addLeased(resource, amount);
    }
  }

  /** The nearest account on the path that somebody tried to overspend, or {@code null}. */
  @Nullable AccountNode overspent(int resource) {
    for (AccountNode node = this; node != null; node = node.parent) {
      if (node.isOverspent(resource)) {
        return node;
      }
    }
    return null;
  }

  private boolean isOverspent(int resource) {
    long left = total(resource) - taken(resource);
    long crumbs = resource == Fuel.INDEX ? Fuel.DEAREST - 1 : 0;
    return left < 0 || (left <= crumbs && (overdrawn() & 1 << resource) != 0);
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

  /** What of this account alone is used up, so that it admits no evaluation; or {@code null}. */
  @Nullable Resource exhausted() {
    for (Resource resource : limits.boundTotals()) {
      int i = resource.ordinal();
      boolean one = resource.isOnePerEvaluation();
      if (one ? taken(i) >= total(i) : isOverspent(i)) {
        return resource;
      }
    }
    return null;
  }

  /** Starts again from nothing, with the statistics of what ended. */
  @Override
  void reset() {
    super.reset();
    if (statistics != null) {
      statistics.reset();
    }
  }

  boolean isWithin(AccountNode ancestor) {
    for (AccountNode node = this; node != null; node = node.parent) {
      if (node == ancestor) {
        return true;
      }
    }
    return false;
  }

  /** The same by name, for accounts that may be closed. */
  boolean isWithin(String ancestorId) {
    for (AccountNode node = this; node != null; node = node.parent) {
      if (node.id.equals(ancestorId)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return "%s [%s, %s]".formatted(id, limits, super.toString());
  }
}
