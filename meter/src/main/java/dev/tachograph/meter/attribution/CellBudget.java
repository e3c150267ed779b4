package dev.tachograph.meter.attribution;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How many lines of paths may be told apart, and how long the texts of their paths may be together:
 * in one account, and in all. The first takes memory, the second the space of recordings, which
 * name the path with every line. Thread-safe.
 */
final class CellBudget {
  /** In one account: of what a script makes up, others keep their share. */
  static final long LINES_OF_ACCOUNT = 100_000;

  /** In all. A path takes some 200 bytes, a line some 70. */
  static final long LINES_OF_JVM = 500_000;

  /** Characters of one account. */
  static final long TEXT_OF_ACCOUNT = 50_000_000;

  /** Characters of all. */
  static final long TEXT_OF_JVM = 200_000_000;

  private final AtomicLong lines;
  private final AtomicLong text;
  private final @Nullable CellBudget outer;

  private CellBudget(long lines, long text, @Nullable CellBudget outer) {
    this.lines = new AtomicLong(lines);
    this.text = new AtomicLong(text);
    this.outer = outer;
  }

  static CellBudget ofJvm() {
    return new CellBudget(LINES_OF_JVM, TEXT_OF_JVM, null);
  }

  /** The share of one account. */
  CellBudget ofAccount() {
    return new CellBudget(LINES_OF_ACCOUNT, TEXT_OF_ACCOUNT, this);
  }

  /**
   * Takes one line; false if there is none left. The first that does not fit is the last that is
   * asked for: shorter ones that would are made up as easily.
   *
   * @param length of the text of its path
   */
  boolean take(int length) {
    if (isUsedUp() || (outer != null && !outer.take(length))) {
      return false;
    }
    long linesLeft = lines.addAndGet(-1);
    long textLeft = text.addAndGet(-length);
    if (linesLeft >= 0 && textLeft >= 0) {
      return true;
    }
    if (outer != null) {
      outer.lines.addAndGet(1);
      outer.text.addAndGet(length);
    }
    return false;
  }

  boolean isUsedUp() {
    return lines.get() <= 0 || text.get() <= 0 || (outer != null && outer.isUsedUp());
  }
}
