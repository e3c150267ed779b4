package dev.tachograph.agent.weave;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/**
 * How Rhino compiles the body of a generator: a switch over {@code resumptionPoint} at the start,
 * and at each yield a store of the next point followed by a return.
 *
 * @param dispatch the switch
 * @param start where the switch goes at the first start
 * @param yields the places where the body leaves
 */
record GeneratorShape(AbstractInsnNode dispatch, LabelNode start, List<Yield> yields) {
  private static final String POINT = "resumptionPoint";

  /**
   * A place where the body leaves.
   *
   * @param exit the return instruction
   * @param resume where the body goes on
   */
  record Yield(AbstractInsnNode exit, LabelNode resume) {}

  static @Nullable GeneratorShape of(InsnList code) {
    TableSwitchInsnNode dispatch = dispatch(code);
    if (dispatch == null) {
      return null;
    }
    List<Yield> yields = new ArrayList<>();
    int point = -1;
    for (AbstractInsnNode node = code.getFirst(); node != null; node = node.getNext()) {
      if (node.getOpcode() == Opcodes.PUTFIELD && ((FieldInsnNode) node).name.equals(POINT)) {
        point = pushedInt(node.getPrevious());
      } else if (node.getOpcode() == Opcodes.ARETURN && point >= 0) {
        int offset = point - dispatch.min;
        if (offset < 0 || offset >= dispatch.labels.size()) {
          throw new CannotWeaveException("a yield resumes at an unknown point " + point);
        }
        yields.add(new Yield(node, resumed(dispatch.labels.get(offset))));
        point = -1;
      }
    }
    return new GeneratorShape(dispatch, dispatch.labels.get(0), yields);
  }

  private static @Nullable TableSwitchInsnNode dispatch(InsnList code) {
    for (AbstractInsnNode node = code.getFirst(); node != null; node = node.getNext()) {
      if (node.getOpcode() == Opcodes.GETFIELD
          && ((FieldInsnNode) node).name.equals(POINT)
          && node.getNext() instanceof TableSwitchInsnNode dispatch) {
        return dispatch;
      }
    }
    return null;
  }

  /** Looks through the stub that restores the operand stack and jumps back into the body. */
  private static LabelNode resumed(LabelNode point) {
    for (AbstractInsnNode node = point; node != null; node = node.getNext()) {
      if (node.getOpcode() == Opcodes.GOTO) {
        return ((JumpInsnNode) node).label;
      }
      if (node instanceof JumpInsnNode || node.getOpcode() == Opcodes.ATHROW) {
        return point;
      }
    }
    return point;
  }

  /** The small constant that the instruction pushes, or -1. */
  static int pushedInt(@Nullable AbstractInsnNode node) {
    if (node instanceof InsnNode && node.getOpcode() >= Opcodes.ICONST_M1) {
      return node.getOpcode() - Opcodes.ICONST_0;
    }
    if (node instanceof IntInsnNode push) {
      return push.operand;
    }
    return node instanceof LdcInsnNode ldc && ldc.cst instanceof Integer value ? value : -1;
  }
}
