package dev.tachograph.agent.weave;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Which edges that go back in the code start another round of a loop: those whose target leads to
 * their source by steps that only go forward. Those are the paths of one round of a loop: whatever
 * goes back is another loop's edge, or a stub.
 *
 * <p>A generator has an edge that goes back for each yield, so that one pass over the code answers
 * for as many edges as a word has bits.
 */
final class ForwardPaths {
  private final FlowGraph flow;

  /** Protected ranges, as pairs of indices, by the index of their handler. */
  private final Map<Integer, List<int[]>> ranges = new HashMap<>();

  /** For each instruction the edges whose target leads there. */
  private final long[] reached;

  /** The same of ranges of instructions: each node has what its two children have. */
  private final long[] tree;

  ForwardPaths(FlowGraph flow) {
    this.flow = flow;
    for (TryCatchBlockNode block : flow.handlers()) {
      ranges
          .computeIfAbsent(flow.indexOf(block.handler), handler -> new ArrayList<>())
          .add(new int[] {flow.indexOf(block.start), flow.indexOf(block.end)});
    }
    reached = new long[flow.size()];
    tree = new long[2 * flow.size()];
  }

  /**
   * The positions in the list of those edges that start a round.
   *
   * @param edges pairs (source, target), the source behind the target
   */
  BitSet rounds(List<int[]> edges) {
    BitSet rounds = new BitSet();
    for (int from = 0; from < edges.size(); from += Long.SIZE) {
      List<int[]> some = edges.subList(from, Math.min(edges.size(), from + Long.SIZE));
      follow(some);
      for (int i = 0; i < some.size(); i++) {
        rounds.set(from + i, (reached[some.get(i)[0]] >>> i & 1) != 0);
      }
    }
    return rounds;
  }

  private void follow(List<int[]> edges) {
    Arrays.fill(reached, 0);
    Arrays.fill(tree, 0);
    int first = reached.length;
    int last = 0;
    for (int i = 0; i < edges.size(); i++) {
      int target = edges.get(i)[1];
      reached[target] |= 1L << i;
      first = Math.min(first, target);
      last = Math.max(last, edges.get(i)[0]);
    }
    for (int i = first; i <= last; i++) {
      for (int[] range : ranges.getOrDefault(i, List.of())) {
        reached[i] |= within(range[0], Math.min(range[1], i));
      }
      if (reached[i] != 0) {
        record(i, reached[i]);
        for (int next : flow.successors(i)) {
          if (next > i) {
            reached[next] |= reached[i];
          }
        }
      }
    }
  }

  private void record(int index, long bits) {
    for (int node = index + reached.length; node > 0 && (tree[node] | bits) != tree[node]; ) {
      tree[node] |= bits;
      node >>= 1;
    }
  }

  private long within(int start, int end) {
    long bits = 0;
    int left = start + reached.length;
    int right = end + reached.length;
    while (left < right) {
      if ((left & 1) == 1) {
        bits |= tree[left++];
      }
      if ((right & 1) == 1) {
        bits |= tree[--right];
      }
      left >>= 1;
      right >>= 1;
    }
    return bits;
  }
}
