package dev.tachograph.agent.weave;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Gives the way into a loop a condition and a counter of its own, so that the loop begins with its
 * body and not with its counter.
 *
 * <pre>
 *       goto C                  if not condition: goto E
 *                               counter
 *   H:  body                H:  body
 *   C:  condition           C:  condition
 *       if so: goto H           if so: goto H, over the counter in front of it
 *       goto E                  goto E
 * </pre>
 *
 * <p>What is counted is the same. Where nothing is counted, the JIT turns a loop like that by
 * itself, and sees in the body what the round before has left: that a number is an integer, for
 * one. It does not look behind the branch of a counter that stands in front of the body.
 */
final class Rotation {
  /** Longer conditions stay where they are: methods must not grow much. */
  private static final int LONGEST_CONDITION = 12;

  private Rotation() {}

  /**
   * Changes the code in place, if the loop has that shape, a body that makes integers of numbers,
   * and a condition that compares numbers and does nothing else: only there the JIT makes something
   * of it.
   *
   * @param header where the loop's body begins
   * @param back its only back-edge, which is left as it is
   * @param counter code without effect on the stack
   */
  static void apply(InsnList code, LabelNode header, JumpInsnNode back, InsnList counter) {
    AbstractInsnNode before = instruction(header.getPrevious(), false);
    AbstractInsnNode behind = instruction(back.getNext(), true);
    if (before instanceof JumpInsnNode entry
        && entry.getOpcode() == Opcodes.GOTO
        && behind instanceof JumpInsnNode exit
        && exit.getOpcode() == Opcodes.GOTO
        && back.getOpcode() != Opcodes.GOTO
        && makesIntegers(header, back)) {
      InsnList way = copy(entry.label, back);
      if (way != null) {
        way.add(new JumpInsnNode(Peephole.negated(back.getOpcode()), exit.label));
        way.add(counter);
        way.add(new JumpInsnNode(Opcodes.GOTO, header));
        code.insertBefore(entry, way);
        code.remove(entry);
      }
    }
  }

  /** Rhino keeps all numbers as doubles, and asks its runtime for the integer of one. */
  private static boolean makesIntegers(LabelNode header, JumpInsnNode back) {
    for (AbstractInsnNode node = header; node != null && node != back; node = node.getNext()) {
      if (node instanceof MethodInsnNode call
          && call.getOpcode() == Opcodes.INVOKESTATIC
          && (call.desc.equals("(D)I") || call.desc.equals("(D)J"))) {
        return true;
      }
    }
    return false;
  }

  /** The nearest one from a place on. */
  private static @Nullable AbstractInsnNode instruction(
      @Nullable AbstractInsnNode from, boolean forward) {
    @Nullable AbstractInsnNode node = from;
    while (node != null && node.getOpcode() < 0) {
      node = forward ? node.getNext() : node.getPrevious();
    }
    return node;
  }

  /** What is between the two; null if that is more than a comparison of numbers. */
  private static @Nullable InsnList copy(LabelNode start, JumpInsnNode end) {
    InsnList copy = new InsnList();
    for (AbstractInsnNode node = start; node != end; node = node.getNext()) {
      if (node == null || (node.getOpcode() >= 0 && !isNumeric(node.getOpcode()))) {
        return null;
      }
      if (node.getOpcode() >= 0) {
        copy.add(node.clone(Map.of()));
      }
    }
    return copy.size() <= LONGEST_CONDITION ? copy : null;
  }

  /** Loads and constants, arithmetic without exceptions, and comparisons. */
  private static boolean isNumeric(int opcode) {
    return (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.DLOAD)
        || (opcode >= Opcodes.IADD && opcode <= Opcodes.DMUL)
        || (opcode >= Opcodes.I2L && opcode <= Opcodes.DCMPG);
  }
}
