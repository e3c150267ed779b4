package dev.tachograph.meter.attribution;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How many lines of paths may be told apart: in one account, and in all. Thread-safe. */
final class CellBudget {
  /** In one account: of what a script makes up, others keep their share. */
  static final int OF_ACCOUNT = 100_000;

  /** In all. A path takes some 200 bytes, a line some 70. */
  static final int OF_JVM = 500_000;

  private final AtomicInteger used = new AtomicInteger();
  private final int limit;
  private final @Nullable CellBudget outer;

  private CellBudget(int limit, @Nullable CellBudget outer) {
    this.limit = limit;
    this.outer = outer;
  }

  static CellBudget ofJvm() {
    return new CellBudget(OF_JVM, null);
  }

  /** The share of one account. */
  CellBudget ofAccount() {
    return new CellBudget(OF_ACCOUNT, this);
  }

  /** Takes one; false if there is none left. */
  boolean take() {
    if (outer != null && !outer.take()) {
      return false;
    }
    if (used.incrementAndGet() <= limit) {
      return true;
    }
    used.decrementAndGet();
    if (outer != null) {
      outer.used.decrementAndGet();
    }
    return false;
  }

  boolean isUsedUp() {
    return used.get() >= limit || (outer != null && outer.isUsedUp());
  }
}
