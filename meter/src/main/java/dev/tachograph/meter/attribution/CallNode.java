package dev.tachograph.meter.attribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A path of calls, and the lines of the function at its end. Written by one thread at a time. */
@SuppressWarnings("ReferenceEquality") // equal sites are one
final class CallNode {
  private static final int SCANNED = 8;

  /** Signs and digits that a site takes besides its names. */
  private static final int SEPARATORS = 8;

  /** {@code null} at the root, where no function of a script runs. */
  final @Nullable CallSite site;

  /** About how long the text of the path is. */
  final int textLength;

  private final @Nullable CallNode parent;
  private CallSite[] callees = new CallSite[2];
  private CallNode[] targets = new CallNode[2];
  private int count;

  /** The same as the arrays, once they are too long to be searched. */
  private @Nullable IdentityHashMap<CallSite, CallNode> index;

  /** Open addressing by the line; at most half full. */
  private @Nullable LineCell[] lines = new LineCell[4];

  private int lineCount;

  CallNode(@Nullable CallSite site, @Nullable CallNode parent) {
    this.site = site;
    this.parent = parent;
    textLength =
        (parent == null ? 0 : parent.textLength)
            + (site == null ? 0 : site.source().length() + site.function().length() + SEPARATORS);
  }

  /** Where a call of a function leads to, if it was met before. */
  @Nullable CallNode target(CallSite callee) {
    for (int i = 0; i < count; i++) {
      if (callees[i] == callee) {
        return targets[i];
      }
    }
    return index == null ? null : index.get(callee);
  }

  /** The node on this path that a function has already, if it is on it. */
  @Nullable CallNode ancestor(CallSite callee) {
    for (CallNode node = this; node != null; node = node.parent) {
      if (node.site == callee) {
        return node;
      }
    }
    return null;
  }

  /** From now on, calls of the function lead to a node of its own, below this one. */
  void add(CallSite callee, CallNode child) {
    if (!remember(callee, child)) {
      if (index == null) {
        index = new IdentityHashMap<>();
      }
      index.put(callee, child);
    }
  }

  /**
   * From now on, they are found to lead there, if there is room for it: a script may call any
   * function on the path from any node, and must not fill the heap with that.
   */
  boolean remember(CallSite callee, CallNode target) {
    if (count == SCANNED) {
      return false;
    }
    if (count == callees.length) {
      callees = Arrays.copyOf(callees, 2 * count);
      targets = Arrays.copyOf(targets, 2 * count);
    }
    callees[count] = callee;
    targets[count] = target;
    count++;
    return true;
  }

  @Nullable LineCell line(int line) {
    @Nullable LineCell[] cells = lines;
    int mask = cells.length - 1;
    for (int i = line & mask; ; i = (i + 1) & mask) {
      LineCell cell = cells[i];
      if (cell == null || cell.line == line) {
        return cell;
      }
    }
  }

  void add(LineCell cell) {
    if (2 * lineCount >= lines.length) {
      @Nullable LineCell[] old = lines;
      lines = new LineCell[2 * old.length];
      for (LineCell known : old) {
        if (known != null) {
          put(known);
        }
      }
    }
    put(cell);
    lineCount++;
  }

  private void put(LineCell cell) {
    int mask = lines.length - 1;
    int i = cell.line & mask;
    while (lines[i] != null) {
      i = (i + 1) & mask;
    }
    lines[i] = cell;
  }

  /** May be asked by any thread. */
  CallPath path() {
    List<CallSite> sites = new ArrayList<>();
    for (CallNode node = this; node != null && node.site != null; node = node.parent) {
      sites.add(node.site);
    }
    Collections.reverse(sites);
    return new CallPath(sites);
  }
}
