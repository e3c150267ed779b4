package dev.tachograph.agent.weave;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Finds the jumps that start another round of a JavaScript loop.
 *
 * <p>Rhino emits the body of a loop before its condition, and the condition jumps back: by a
 * conditional jump, or by a {@code goto} behind one. That jump is a round also where the body never
 * comes back to the condition. Other jumps go back too, to a catch block from the stub behind it,
 * from a finally block to where it was called, to the code that throws into a generator: they are
 * unconditional, or test how the generator was resumed, or call a subroutine (up to Rhino 1.7R3).
 * Whatever the shape, a jump from u back to v is counted if v leads to u by forward steps alone,
 * and no cycle may be left without a count.
 */
final class Loops {
  private Loops() {}

  /**
   * The back-edges of the method by the label that they jump to.
   *
   * @throws CannotWeaveException if some cycle would have no counted edge
   */
  static Map<LabelNode, List<JumpInsnNode>> find(MethodNode method) {
    Map<LabelNode, List<JumpInsnNode>> found = new LinkedHashMap<>();
    if (!hasBackwardJump(method.instructions)) {
      return found;
    }
    FlowGraph flow = new FlowGraph(method);
    List<JumpInsnNode> jumps = new ArrayList<>();
    List<int[]> edges = new ArrayList<>();
    int index = 0;
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof JumpInsnNode jump && jump.getOpcode() != Opcodes.JSR) {
        int target = flow.indexOf(jump.label);
        if (target < index) {
          jumps.add(jump);
          edges.add(new int[] {index, target});
        }
      }
      index++;
    }
    List<int[]> counted = new ArrayList<>();
    BitSet rounds = rounds(flow, jumps, edges);
    for (int i = 0; i < jumps.size(); i++) {
      if (rounds.get(i)) {
        JumpInsnNode jump = jumps.get(i);
        found.computeIfAbsent(jump.label, label -> new ArrayList<>()).add(jump);
        counted.add(edges.get(i));
      }
    }
    if (flow.hasCycleWithout(counted)) {
      throw new CannotWeaveException("a loop in " + method.name + " has no jump to count");
    }
    return found;
  }

  /** Which of the jumps start a round, by their own look or by where their target leads. */
  private static BitSet rounds(FlowGraph flow, List<JumpInsnNode> jumps, List<int[]> edges) {
    BitSet rounds = new BitSet();
    List<Integer> doubtful = new ArrayList<>();
    for (int i = 0; i < jumps.size(); i++) {
      if (startsRound(jumps.get(i))) {
        rounds.set(i);
      } else {
        doubtful.add(i);
      }
    }
    if (!doubtful.isEmpty()) {
      new ForwardPaths(flow)
          .rounds(doubtful.stream().map(edges::get).toList()).stream()
              .forEach(i -> rounds.set(doubtful.get(i)));
    }
    return rounds;
  }

  private static boolean startsRound(JumpInsnNode jump) {
    if (jump.getOpcode() == Opcodes.GOTO) {
      AbstractInsnNode previous = jump.getPrevious();
      while (previous instanceof LineNumberNode) {
        previous = previous.getPrevious();
      }
      return previous instanceof JumpInsnNode condition && condition.getOpcode() != Opcodes.GOTO;
    }
    return !testsResumption(jump);
  }

  /** {@code iload operation; iconst_N; if_icmpeq}: scripts' own values are never compared so. */
  private static boolean testsResumption(JumpInsnNode jump) {
    return jump.getOpcode() == Opcodes.IF_ICMPEQ
        && jump.getPrevious() instanceof InsnNode constant
        && (constant.getOpcode() == Opcodes.ICONST_1 || constant.getOpcode() == Opcodes.ICONST_2)
        && constant.getPrevious() instanceof VarInsnNode operation
        && operation.getOpcode() == Opcodes.ILOAD;
  }

  static boolean hasBackwardJump(InsnList code) {
    int index = 0;
    for (AbstractInsnNode node : code) {
      if (node instanceof JumpInsnNode jump && code.indexOf(jump.label) < index) {
        return true;
      }
      if (node instanceof TableSwitchInsnNode || node instanceof LookupSwitchInsnNode) {
        return true;
      }
      index++;
    }
    return false;
  }
}
