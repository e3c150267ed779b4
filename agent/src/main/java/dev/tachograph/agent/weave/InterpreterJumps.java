package dev.tachograph.agent.weave;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Counts the jumps back that interpreted code takes.
 *
 * <p>Rhino's interpreter reads a jump's offset with {@code getShort}; an offset that does not fit
 * is written as 0 and looked up in {@code longJumps}. Calls of subroutines, exceptions and resumed
 * generators set the program counter in other ways and are no rounds of a loop.
 */
final class InterpreterJumps {
  private InterpreterJumps() {}

  /** Changes the method in place; false if it takes no jumps. */
  static boolean weave(MethodNode method, RhinoNames rhino, int context) {
    boolean shortJumps = false;
    boolean longJumps = false;
    int lookedUp = 0;
    for (AbstractInsnNode node : method.instructions.toArray()) {
      if (node instanceof MethodInsnNode call
          && call.name.equals("getShort")
          && isStoredAndTested(call)) {
        InsnList code = new InsnList();
        code.add(new InsnNode(Opcodes.DUP)); // offset -> offset, offset
        code.add(new VarInsnNode(Opcodes.ALOAD, context)); // -> offset, offset, cx
        code.add(
            Helper.COUNTERS.call(
                rhino, "jump", "(I" + rhino.contextDescriptor() + ")V")); // -> offset
        method.instructions.insert(call, code);
        shortJumps = true;
      } else if (node instanceof FieldInsnNode field && field.name.equals("longJumps")) {
        lookedUp = 8;
      } else if (lookedUp > 0 && isProgramCounter(node)) {
        FieldInsnNode pc = (FieldInsnNode) node;
        InsnList code = new InsnList();
        code.add(new InsnNode(Opcodes.DUP2)); // frame, to -> frame, to, frame, to
        code.add(new InsnNode(Opcodes.SWAP)); // -> frame, to, to, frame
        code.add(new FieldInsnNode(Opcodes.GETFIELD, pc.owner, pc.name, pc.desc)); // .., to, from
        code.add(new InsnNode(Opcodes.ISUB)); // -> frame, to, offset
        code.add(new VarInsnNode(Opcodes.ALOAD, context)); // -> frame, to, offset, cx
        code.add(
            Helper.COUNTERS.call(
                rhino, "jump", "(I" + rhino.contextDescriptor() + ")V")); // -> frame, to
        method.instructions.insertBefore(node, code);
        longJumps = true;
        lookedUp = 0;
      } else if (node.getOpcode() >= 0) {
        lookedUp--;
      }
    }
    if (shortJumps != longJumps) {
      throw new CannotWeaveException("the interpreter's jumps have an unknown shape");
    }
    if (shortJumps) {
      method.maxStack += 3;
    }
    return shortJumps;
  }

  private static boolean isStoredAndTested(MethodInsnNode call) {
    return call.getNext() instanceof VarInsnNode store
        && store.getOpcode() == Opcodes.ISTORE
        && nextCode(store) instanceof VarInsnNode load
        && load.var == store.var
        && nextCode(load).getOpcode() == Opcodes.IFEQ;
  }

  private static AbstractInsnNode nextCode(AbstractInsnNode node) {
    AbstractInsnNode next = node.getNext();
    while (next.getOpcode() < 0) {
      next = next.getNext();
    }
    return next;
  }

  private static boolean isProgramCounter(AbstractInsnNode node) {
    return node.getOpcode() == Opcodes.PUTFIELD
        && node instanceof FieldInsnNode field
        && field.name.equals("pc")
        && field.desc.equals("I");
  }
}
