package dev.tachograph.agent.weave;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Takes back bytes that counters added, where Rhino's compiler was generous.
 *
 * <p>{@code ifX A; goto B; A:} becomes {@code if-not-X B; A:}. The jumps that remain are taken just
 * as often as before, and stack maps stay where they are.
 */
final class Peephole {
  private Peephole() {}

  static void shrink(MethodNode method) {
    for (AbstractInsnNode node = method.instructions.getFirst(); node != null; ) {
      AbstractInsnNode next = node.getNext();
      if (node instanceof JumpInsnNode jump
          && jump.getOpcode() != Opcodes.GOTO
          && next instanceof JumpInsnNode skip
          && skip.getOpcode() == Opcodes.GOTO
          && leadsTo(skip.getNext(), jump.label)) {
        jump.setOpcode(negated(jump.getOpcode()));
        jump.label = skip.label;
        next = skip.getNext();
        method.instructions.remove(skip);
      }
      node = next;
    }
  }

  private static boolean leadsTo(@Nullable AbstractInsnNode from, LabelNode label) {
    for (AbstractInsnNode node = from;
        node != null && node.getOpcode() < 0;
        node = node.getNext()) {
      if (node == label) {
        return true;
      }
    }
    return false;
  }

  /** The jump that is taken where the other one is not. */
  static int negated(int opcode) {
    if (opcode == Opcodes.IFNULL) {
      return Opcodes.IFNONNULL;
    }
    if (opcode == Opcodes.IFNONNULL) {
      return Opcodes.IFNULL;
    }
    return ((opcode + 1) ^ 1) - 1; // the others come in pairs from IFEQ = 153 on
  }
}
