package dev.tachograph.agent.weave;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;

/** Code that charges for something that is about to be made. */
final class Charges {
  private Charges() {}

  /** So many bytes. Needs two more operands. */
  static InsnList bytes(RhinoNames rhino, int bytes) {
    InsnList code = new InsnList();
    code.add(new LdcInsnNode((long) bytes)); // -> bytes
    code.add(Helper.CHARGES.call(rhino, "allocate", "(J)V")); // bytes ->
    return code;
  }

  /** An array of the length that is on top of the stack. Needs two more operands. */
  static InsnList array(RhinoNames rhino, int elementBytes) {
    InsnList code = new InsnList();
    code.add(new InsnNode(Opcodes.DUP)); // length -> length, length
    code.add(new IntInsnNode(Opcodes.BIPUSH, elementBytes)); // -> length, length, size
    code.add(Helper.CHARGES.call(rhino, "array", "(II)V")); // length, length, size -> length
    return code;
  }

  /**
   * Whatever has the length that is on top of the stack. Needs one more operand.
   *
   * @param charge a method of the helper, {@code (int) -> void}
   */
  static InsnList ofLength(RhinoNames rhino, String charge) {
    InsnList code = new InsnList();
    code.add(new InsnNode(Opcodes.DUP)); // length -> length, length
    code.add(Helper.CHARGES.call(rhino, charge, "(I)V")); // length, length -> length
    return code;
  }

  /** Whether what an instruction finds on top of the stack is a constant. */
  static boolean takesConstant(AbstractInsnNode instruction) {
    @Nullable AbstractInsnNode previous = instruction.getPrevious();
    return previous != null
        && previous.getOpcode() >= Opcodes.ICONST_M1
        && previous.getOpcode() <= Opcodes.LDC;
  }
}
