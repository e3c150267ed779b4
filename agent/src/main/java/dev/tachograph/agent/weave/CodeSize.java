package dev.tachograph.agent.weave;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The size of a method's code in bytes, at most: constants and switches count as their longest form
 * (JVM specification, chapter 6).
 */
final class CodeSize {
  private CodeSize() {}

  static int of(InsnList code) {
    int size = 0;
    for (AbstractInsnNode node : code) {
      size += of(node);
    }
    return size;
  }

  private static int of(AbstractInsnNode node) {
    if (node.getOpcode() < 0) {
      return 0;
    }
    if (node instanceof VarInsnNode variable) {
      return variable.var < 4 && variable.getOpcode() != Opcodes.RET
          ? 1
          : variable.var < 256 ? 2 : 4;
    }
    if (node instanceof IincInsnNode increment) {
      return increment.var > 255 || increment.incr > 127 || increment.incr < -128 ? 6 : 3;
    }
    if (node instanceof TableSwitchInsnNode table) {
      return 16 + 4 * table.labels.size();
    }
    if (node instanceof LookupSwitchInsnNode lookup) {
      return 12 + 8 * lookup.labels.size();
    }
    if (node instanceof IntInsnNode) {
      return node.getOpcode() == Opcodes.SIPUSH ? 3 : 2;
    }
    if (node instanceof LdcInsnNode) {
      return 3;
    }
    return switch (node.getType()) {
      case AbstractInsnNode.INSN -> 1;
      case AbstractInsnNode.INVOKE_DYNAMIC_INSN -> 5;
      case AbstractInsnNode.MULTIANEWARRAY_INSN -> 4;
      default -> node.getOpcode() == Opcodes.INVOKEINTERFACE ? 5 : 3;
    };
  }
}
