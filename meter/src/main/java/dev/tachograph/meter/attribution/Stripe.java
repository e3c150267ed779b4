package dev.tachograph.meter.attribution;

import java.util.function.Consumer;

/**
 * The costs of those evaluations of an account that ran one after the other: of as many as run at
 * the same time, each has a stripe to itself. Grown by the evaluation that holds it.
 */
final class Stripe {
  /** Where costs go once there are too many paths and lines to be told apart. */
  static final CallSite OTHER = new CallSite("(other)", "", 0);

  final String account;
  final int number;
  private final CellBudget cells;
  private final CallNode root = new CallNode(null, null);
  private final CallNode other = new CallNode(OTHER, root);
  private final LineCell nativeCell = new LineCell(root, 0, null);
  private final LineCell otherCell = new LineCell(other, 0, nativeCell);
  private volatile LineCell latest = otherCell;

  /**
   * @param cells how many the account may have
   */
  Stripe(String account, int number, CellBudget cells) {
    this.account = account;
    this.number = number;
    this.cells = cells;
    root.add(nativeCell);
    other.add(otherCell);
  }

  /** Where no function of a script runs. */
  LineCell nativeCell() {
    return nativeCell;
  }

  /** The path that a call leads to. */
  CallNode callee(CallNode caller, CallSite site) {
    CallNode known = caller.target(site);
    if (known != null) {
      return known;
    }
    CallNode ancestor = caller.ancestor(site);
    if (ancestor != null) {
      caller.remember(site, ancestor);
      return ancestor;
    }
    if (caller == other || site.equals(OTHER) || cells.isUsedUp()) {
      return other;
    }
    CallNode child = new CallNode(site, caller);
    caller.add(site, child);
    return child;
  }

  /** The cell of a line on a path. */
  LineCell cell(CallNode node, int line) {
    if (node == other) {
      return otherCell;
    }
    LineCell known = node.line(line);
    if (known != null) {
      return known;
    }
    if (!cells.take(node.textLength)) {
      return otherCell;
    }
    LineCell cell = new LineCell(node, line, latest);
    node.add(cell);
    latest = cell;
    return cell;
  }

  /** Charges CPU time; what another thread reads meanwhile has it or not. */
  synchronized void charge(LineCell cell, long nanos) {
    cell.cpuNanos += nanos;
  }

  /** An evaluation gives it back; what it wrote is seen by whoever reads from now on. */
  void publish() {
    LineCell last = latest;
    latest = last;
  }

  /**
   * May be called by any thread.
   *
   * @param news only what changed since the last time
   */
  void read(boolean news, Consumer<LineCost> consumer) {
    for (LineCell cell = latest; cell != null; cell = cell.earlier) {
      Cost cost = cell.read(news);
      if (cost != null) {
        consumer.accept(new LineCost(account, number, cell.node.path(), cell.line, cost));
      }
    }
  }
}
