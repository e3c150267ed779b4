package dev.tachograph.meter;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The numbers of one account: what it spent, and what of that its budget was charged with.
 *
 * <p>Changed with the ledger's lock held only; anybody may read them at any time. There may be
 * millions of these, most of them idle: what is rarely needed is made when it is needed. That is
 * also why an account is one of these, and does not have one.
 */
abstract class Balance {
  private static final int SIZE = Resource.all().size();

  /** What an account has none of yet. */
  private static final AtomicLongArray NOTHING = new AtomicLongArray(SIZE);

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

  private long version;

  Balance() {}

  /** Counts the changes of what {@link Allowances} writes. */
  long version() {
    return version;
  }

  void touch() {
    version++;
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

  /** What the budget was charged with. */
  long taken(int resource) {
    return Resource.all().get(resource).kind() == Resource.Kind.LEVEL
        ? level(resource)
        : used(resource) - refused.getOpaque(resource);
  }

  /**
   * Adds (or, of peaks, keeps the higher) to what was spent.
   *
   * @param amount below 0 where a size that was refused is corrected; a reset may have taken that
   *     away already
   */
  void restore(int resource, long amount) {
    long before = spent(resource);
    long sum =
        amount < 0
            ? Math.max(0, before + amount)
            : Resource.all().get(resource).combine(before, amount);
    spent.setOpaque(resource, sum);
  }

  /** Some part of what was spent is not known. */
  void forgetMeasure(int resource) {
    unknown |= 1 << resource;
  }

  /** Whether some part of what was spent is not known. */
  boolean isUnknown(int resource) {
    return (unknown & 1 << resource) != 0;
  }

  /** The bits of what {@link #restoreOverdrawn} noted. */
  int overdrawn() {
    return overdrawn;
  }

  /** Somebody was refused some of these resources for want of budget. */
  void restoreOverdrawn(int bits) {
    overdrawn |= bits;
  }

  long refused(int resource) {
    return refused.getOpaque(resource);
  }

  /** A count that was refused is billed all the same, but takes nothing from the budget. */
  void restoreRefused(int resource, long billed) {
    refused = plus(refused, resource, billed);
    touch();
  }

  long refilled(int resource) {
    return refilled.getOpaque(resource);
  }

  /** Gives so much of what was spent back to the budget. */
  void refill(int resource, long amount) {
    long neverTaken = amount == 0 ? 0 : refused.getOpaque(resource);
    refilled = plus(refilled, resource, amount + neverTaken);
    if (neverTaken != 0) {
      refused = plus(refused, resource, -neverTaken);
    }
    touch();
  }

  long level(int resource) {
    return levels.getOpaque(resource);
  }

  /** Raises (or, when negative, lowers) a level. */
  void addLevel(int resource, long amount) {
    levels = plus(levels, resource, amount);
    if (level(resource) > spent(resource)) {
      restore(resource, level(resource));
      touch();
    }
  }

  /** What running evaluations hold of the budget. */
  long leased(int resource) {
    return leased.getOpaque(resource);
  }

  /** Gives them more of it, or takes it back when negative. */
  void addLeased(int resource, long amount) {
    leased = plus(leased, resource, amount);
  }

  private static AtomicLongArray plus(AtomicLongArray sums, int resource, long amount) {
    AtomicLongArray own = sums == NOTHING ? new AtomicLongArray(SIZE) : sums;
    own.setOpaque(resource, own.getOpaque(resource) + amount);
    return own;
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
  }

  @Override
  public String toString() {
    return spent.toString();
  }
}
