package dev.tachograph.engine.executor;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is, among the tenants with work that may start: self-clocked fair queueing, with
 * every start of the same price.
 *
 * <p>The clock stands at the tag of the turn that was taken last. Who enters gets the tag that is
 * 1/weight later, and the lowest tag is next; of equal ones, the one that entered first. So of two
 * tenants with the weights v and w, the first takes at most ⌈v/w⌉ turns while the other waits for
 * its own: all but the first of these turns are tagged after the other entered, each 1/v later, and
 * must come before 1/w is over. It does not matter how often a tenant leaves and comes back, so
 * nothing needs to be known of those who left.
 *
 * <p>Not thread-safe.
 */
final class Turns {
  /** The most a weight can be. */
  static final int MOST_WEIGHT = 1000;

  /** 1 in the time of the clock. It may overflow: only differences are looked at. */
  private static final long UNIT = 1 << 20;

  private final TreeSet<Tenant> tenants = new TreeSet<>(Turns::compare);
  private long clock;
  private long entries;

  private static int compare(Tenant a, Tenant b) {
    long difference = a.tag - b.tag;
    return difference != 0 ? Long.signum(difference) : Long.compare(a.entry, b.entry);
  }

  /** Gives a tenant its place, unless it has one. */
  void enter(Tenant tenant) {
    if (!tenant.inTurn) {
      // Rounded up, or the turns of 1/v might not fill 1/w.
      tenant.tag = clock + (UNIT + tenant.weight - 1) / tenant.weight;
      tenant.entry = entries++;
      tenant.inTurn = tenants.add(tenant);
    }
  }

  /** Takes its place away, if it has one. */
  void leave(Tenant tenant) {
    if (tenant.inTurn) {
      tenants.remove(tenant);
      tenant.inTurn = false;
    }
  }

  /** Whether somebody has a place. */
  boolean isAnyIn() {
    return !tenants.isEmpty();
  }

  /** Who is next, and has no place from now on; {@code null} if there is nobody. */
  @Nullable Tenant next() {
    Tenant next = tenants.pollFirst();
    if (next != null) {
      next.inTurn = false;
      clock = next.tag;
    }
    return next;
  }
}
