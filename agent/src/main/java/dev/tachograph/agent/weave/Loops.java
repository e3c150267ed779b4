package dev.tachograph.agent.weave;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/**
 * Finds the jumps that start another round of a JavaScript loop.
 *
 * <p>Rhino emits the body of a loop before its condition, and the condition jumps back. Other jumps
 * go back too: to a catch block from the stub behind it, from a finally block to where it was
 * called, to the code that throws into a generator. A jump from u back to v closes a loop exactly
 * when v leads to u by forward steps alone; those others leave the range between v and u.
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
    List<int[]> counted = new ArrayList<>();
    int index = 0;
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof JumpInsnNode jump) {
        int target = flow.indexOf(jump.label);
        if (target < index && flow.reachesForward(target, index)) {
          found.computeIfAbsent(jump.label, label -> new ArrayList<>()).add(jump);
          counted.add(new int[] {index, target});
        }
      }
      index++;
    }
    if (flow.hasCycleWithout(counted)) {
      throw new CannotWeaveException("a loop in " + method.name + " has no jump to count");
    }
    return found;
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
