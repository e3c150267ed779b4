package dev.tachograph.agent.weave;

import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Makes a method take its part of the stack when it is entered, and give it back however it ends.
 *
 * <p>The size of a part is a number of frames in the upper half of a long, and an estimate of bytes
 * in the lower: eight for each word of locals and operands, and a fixed price for what lies between
 * this frame and the next one that is counted.
 */
final class StackGuard {
  /** The Java frames between a function of a script and the next one that it calls. */
  static final int BETWEEN_SCRIPT_FRAMES = 350;

  /** The Java frames between a built-in that calls back and what it calls. */
  static final int BETWEEN_CALLS = 1_500;

  /** The Java frames around a method that calls itself. */
  static final int BETWEEN_RECURSIONS = 250;

  private StackGuard() {}

  static long part(MethodNode method, int frames, int between) {
    return ((long) frames << 32) + between + 8L * (method.maxLocals + method.maxStack);
  }

  /** In a method that has a Context in a local. */
  static void weave(MethodNode method, RhinoNames rhino, int context, long part) {
    InsnList enter = new InsnList();
    enter.add(new VarInsnNode(Opcodes.ALOAD, context)); // -> cx
    enter.add(new LdcInsnNode(part)); // cx -> cx, part
    enter.add(
        Helper.STACK.call(rhino, "enterFrame", "(" + rhino.contextDescriptor() + "J)V")); // ->
    surround(method, rhino, context, part, enter);
  }

  /** In a method that has none: the thread's is looked up, and kept in a new local. */
  static void weave(MethodNode method, RhinoNames rhino, long part) {
    int context = method.maxLocals;
    method.maxLocals++;
    Frames.addLocal(method, context, rhino.context());
    InsnList enter = new InsnList();
    enter.add(new LdcInsnNode(part)); // -> part
    enter.add(
        Helper.STACK.call(rhino, "enterNative", "(J)" + rhino.contextDescriptor())); // part -> cx
    enter.add(new VarInsnNode(Opcodes.ASTORE, context)); // cx ->
    surround(method, rhino, context, part, enter);
  }

  private static void surround(
      MethodNode method, RhinoNames rhino, int context, long part, InsnList enter) {
    InsnList code = method.instructions;
    LabelNode from = new LabelNode(new Label());
    AbstractInsnNode[] body = code.toArray();
    enter.add(from);
    code.insert(enter);
    LabelNode handler = new LabelNode(new Label());
    for (AbstractInsnNode node : body) {
      int opcode = node.getOpcode();
      if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
        LabelNode leaving = new LabelNode(new Label());
        LabelNode resume = new LabelNode(new Label());
        InsnList exit = leave(rhino, context, part);
        exit.insert(leaving);
        code.insertBefore(node, exit);
        code.insert(node, resume);
        protect(method, from, leaving, handler);
        from = resume;
      }
    }
    LabelNode end = new LabelNode(new Label());
    code.add(end);
    protect(method, from, end, handler);
    code.add(handler);
    code.add(Frames.ofHandler(context, rhino.context()));
    code.add(leave(rhino, context, part));
    code.add(new InsnNode(Opcodes.ATHROW));
    method.maxStack = Math.max(method.maxStack + 3, 4);
  }

  private static void protect(MethodNode method, LabelNode from, LabelNode to, LabelNode handler) {
    for (AbstractInsnNode node = from.getNext(); node != to && node != null; ) {
      if (node.getOpcode() >= 0) {
        method.tryCatchBlocks.add(new TryCatchBlockNode(from, to, handler, null));
        return;
      }
      node = node.getNext();
    }
  }

  private static InsnList leave(RhinoNames rhino, int context, long part) {
    InsnList code = new InsnList();
    code.add(new VarInsnNode(Opcodes.ALOAD, context)); // -> cx
    code.add(new LdcInsnNode(part)); // cx -> cx, part
    code.add(Helper.STACK.call(rhino, "exitFrame", "(" + rhino.contextDescriptor() + "J)V")); // ->
    return code;
  }
}
