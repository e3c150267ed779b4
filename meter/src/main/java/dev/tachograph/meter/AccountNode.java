package dev.tachograph.meter;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's side of an account: what it spent, and what running evaluations hold of its budget.
 *
 * <p>Changed with the ledger's lock held only; what {@link #exhausted()} reads, anybody may read at
 * any time. There may be millions of these, most of them idle: what is rarely needed is made when
 * it is needed.
 */
final class AccountNode {
  private static final int SIZE = Resource.all().size();

  /** What an account has none of yet. */
  private static final AtomicLongArray NOTHING = new AtomicLongArray(SIZE);

  final String id;
  final @Nullable AccountNode parent;
  private final AtomicLongArray spent = new AtomicLongArray(SIZE);

  /** Counts in {@code spent} that were refused for want of budget, and so took nothing from it. */
  private volatile AtomicLongArray refused = NOTHING;

  /** Counts in {@code spent} for which the budget was refilled. */
  private volatile AtomicLongArray refilled = NOTHING;

  /** What runs and is held now, of the resources that rise and fall. */
  private volatile AtomicLongArray levels = NOTHING;

  private volatile AtomicLongArray leased = NOTHING;

  /** Bits of the resources of which somebody was refused some for want of budget. */
  private volatile int overdrawn;

  /** Bits of the measured resources of which some part is not known. */
  private volatile int unknown;

  private volatile Limits limits = Limits.unlimited();
  private @Nullable AccountStatistics statistics;
  private @Nullable RefillClock refills;
  private @Nullable Set<AccountNode> children;
  private long version;
  private boolean closed;
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

  /** The same of buckets alone: they fill before something is booked, periods end after it. */
  void drip(Ticker ticker) {
    for (AccountNode node = this; node != null; node = node.parent) {
      if (node.refills != null && node.refills.drip(node, ticker)) {
        node.touch();
      }
    }
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

  /** Counts the changes of what {@link Allowances} writes. */
  long version() {
    return version;
  }

  void touch() {
    version++;
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

  /** The same of evaluations elsewhere or earlier, for this account alone. */
  void restore(Statistics earlier, List<EvaluationRecord> history) {
    statistics().restore(earlier, history, historySize);
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

  long spent(int resource) {
    return spent.getOpaque(resource);
  }

  /** What was spent since the budget was last refilled. */
  long used(int resource) {
    return spent(resource) - refilled.getOpaque(resource);
  }

  /** What is compared with the limit, for people: with the count that was refused. */
  long shown(int resource) {
    return Resource.all().get(resource).kind() == Resource.Kind.LEVEL
        ? level(resource)
        : used(resource);
  }

  /** Adds (or, of peaks, keeps the higher) to what this account and its parents spent. */
  void spend(int resource, long amount) {
    for (AccountNode node = this; node != null; node = node.parent) {
      node.restore(resource, amount);
    }
  }

  /** The same of this account alone. */
  void restore(int resource, long amount) {
    long sum =
        amount < 0 // the correction of a size that was refused, after a reset of something already
            // gone
            ? Math.max(0, spent(resource) + amount)
            : Resource.all().get(resource).combine(spent(resource), amount);
    spent.setOpaque(resource, sum);
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

  /** Some part of what this account spent is not known. */
  void forgetMeasure(int resource) {
    unknown |= 1 << resource;
  }

  /** Whether some part of what was spent is not known. */
  boolean isUnknown(int resource) {
    return (unknown & 1 << resource) != 0;
  }

  /** Notes that an evaluation was stopped by this budget. */
  void overdraw(Resource resource) {
    for (AccountNode node = this; node != null; node = node.parent) {
      node.overdrawn |= 1 << resource.ordinal();
      node.touch();
    }
  }

  /** The bits of what {@link #overdraw} noted. */
  int overdrawn() {
    return overdrawn;
  }

  void restoreOverdrawn(int bits) {
    overdrawn |= bits;
  }

  /** A count that was refused is billed all the same, but takes nothing from the budget. */
  void forgive(int resource, long billed) {
    for (AccountNode node = this; billed != 0 && node != null; node = node.parent) {
      node.restoreRefused(resource, billed);
    }
  }

  /** The same of this account alone. */
  void restoreRefused(int resource, long billed) {
    refused = plus(refused, resource, billed);
    touch();
  }

  long refused(int resource) {
    return refused.getOpaque(resource);
  }

  long refilled(int resource) {
    return refilled.getOpaque(resource);
  }

  /** Gives so much of what was spent back to the budget of this account. */
  void refill(int resource, long amount) {
    long neverTaken = amount == 0 ? 0 : refused.getOpaque(resource);
    refilled = plus(refilled, resource, amount + neverTaken);
    if (neverTaken != 0) {
      refused = plus(refused, resource, -neverTaken);
    }
    touch();
  }

  /** Raises (or, when negative, lowers) a level of this account and its parents. */
  void raise(int resource, long amount) {
    for (AccountNode node = this; node != null; node = node.parent) {
      node.levels = plus(node.levels, resource, amount);
      if (node.level(resource) > node.spent(resource)) {
        node.restore(resource, node.level(resource));
        node.touch();
      }
    }
  }

  long level(int resource) {
    return levels.getOpaque(resource);
  }

  private static AtomicLongArray plus(AtomicLongArray sums, int resource, long amount) {
    AtomicLongArray own = sums == NOTHING ? new AtomicLongArray(SIZE) : sums;
    own.setOpaque(resource, own.getOpaque(resource) + amount);
    return own;
  }

  /** What the budget was charged with. */
  long taken(int resource) {
    return Resource.all().get(resource).kind() == Resource.Kind.LEVEL
        ? level(resource)
        : used(resource) - refused.getOpaque(resource);
  }

  /** What is neither spent nor leased, of this account alone. */
  long free(int resource) {
    long total = total(resource);
    return total == Long.MAX_VALUE ? total : total - taken(resource) - leased.getOpaque(resource);
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
      node.leased = plus(node.leased, resource, amount);
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
    return left < 0 || (left <= crumbs && (overdrawn & 1 << resource) != 0);
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

  /** Starts again from nothing; what runs, and what is held, is held on. */
  void reset() {
    for (int i = 0; i < SIZE; i++) {
      spent.setOpaque(i, level(i));
    }
    refused = NOTHING;
    refilled = NOTHING;
    overdrawn = 0;
    unknown = 0;
    touch();
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
    return id + " " + Arrays.asList(limits, spent);
  }
}
