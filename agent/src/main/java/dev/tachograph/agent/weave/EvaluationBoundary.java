package dev.tachograph.agent.weave;

import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Makes a method open an evaluation when its Context has none, and close it however it ends.
 *
 * <pre>
 *     boolean opened = enter(cx, entry);
 *     try { ...; [on return] } catch (Throwable t) { throw opened ? failed(cx, t) : t; }
 *     on return: if (opened) completed(cx);
 * </pre>
 *
 * The flag sits in a new local behind the method's own; no field, method or interface is added.
 */
final class EvaluationBoundary {
  private EvaluationBoundary() {}

  /**
   * Changes the method in place.
   *
   * @param context the local that holds the Context
   * @param entry the local that holds the script or function that is entered
   */
  static void weave(MethodNode method, RhinoNames rhino, int context, int entry) {
    weave(method, rhino, context, entry, "enter");
  }

  /**
   * The same with another way in.
   *
   * @param enter the helper's method that takes Context and entry, and tells whether it opened one
   */
  static void weave(MethodNode method, RhinoNames rhino, int context, int entry, String enter) {
    int opened = method.maxLocals;
    int result = opened + 1;
    method.maxLocals += 3;
    method.maxStack = Math.max(method.maxStack + 2, 4);
    Frames.addLocal(method, opened, Opcodes.INTEGER);
    LabelNode start = new LabelNode(new Label());
    LabelNode failed = new LabelNode(new Label());
    InsnList code = method.instructions;
    replaceReturns(method, rhino, context, opened, result);
    InsnList head = new InsnList();
    head.add(new VarInsnNode(Opcodes.ALOAD, context)); // -> cx
    head.add(new VarInsnNode(Opcodes.ALOAD, entry)); // cx -> cx, entry
    head.add(call(rhino, enter, "Ljava/lang/Object;", "Z")); // cx, entry -> opened
    head.add(new VarInsnNode(Opcodes.ISTORE, opened)); // opened ->
    head.add(start);
    code.insert(head);
    LabelNode end = new LabelNode(new Label());
    code.add(end);
    code.add(failed);
    code.add(handlerFrame(rhino, context, opened));
    // throwable -> throwable, cx, opened -> what the caller must see
    code.add(new VarInsnNode(Opcodes.ALOAD, context));
    code.add(new VarInsnNode(Opcodes.ILOAD, opened));
    code.add(
        Helper.EVALUATIONS.call(
            rhino,
            "failed",
            "(Ljava/lang/Throwable;" + rhino.contextDescriptor() + "Z)Ljava/lang/Throwable;"));
    code.add(new InsnNode(Opcodes.ATHROW));
    protect(method, start, end, failed);
  }

  /** One range per stretch between returns, so that closing the evaluation is not protected. */
  private static void protect(
      MethodNode method, LabelNode start, LabelNode end, LabelNode handler) {
    LabelNode from = start;
    boolean empty = true;
    for (AbstractInsnNode node = start.getNext(); node != end; node = node.getNext()) {
      if (node instanceof ExitMark mark) {
        if (!empty) {
          method.tryCatchBlocks.add(new TryCatchBlockNode(from, mark, handler, null));
        }
        from = mark.resume;
        empty = true;
      } else if (node == from) {
        empty = true;
      } else if (node.getOpcode() >= 0) {
        empty = false;
      }
    }
    if (!empty) {
      method.tryCatchBlocks.add(new TryCatchBlockNode(from, end, handler, null));
    }
  }

  private static void replaceReturns(
      MethodNode method, RhinoNames rhino, int context, int opened, int result) {
    for (AbstractInsnNode node = method.instructions.getFirst(); node != null; ) {
      AbstractInsnNode next = node.getNext();
      int opcode = node.getOpcode();
      if (opcode == Opcodes.ARETURN || opcode == Opcodes.RETURN) {
        InsnList exit = new InsnList();
        if (opcode == Opcodes.ARETURN) {
          exit.add(new VarInsnNode(Opcodes.ASTORE, result)); // value ->
        }
        LabelNode resume = new LabelNode(new Label());
        exit.add(new ExitMark(resume));
        exit.add(new VarInsnNode(Opcodes.ALOAD, context)); // -> cx
        exit.add(new VarInsnNode(Opcodes.ILOAD, opened)); // cx -> cx, opened
        exit.add(call(rhino, "completed", "Z", "V")); // cx, opened ->
        if (opcode == Opcodes.ARETURN) {
          exit.add(new VarInsnNode(Opcodes.ALOAD, result)); // -> value
        }
        method.instructions.insertBefore(node, exit);
        method.instructions.insert(node, resume);
      }
      node = next;
    }
  }

  /** Where a protected stretch ends because the method is about to return. */
  private static final class ExitMark extends LabelNode {
    final LabelNode resume;

    ExitMark(LabelNode resume) {
      super(new Label());
      this.resume = resume;
    }
  }

  /** Only the Context and the flag are known in the handler. */
  private static FrameNode handlerFrame(RhinoNames rhino, int context, int opened) {
    FrameNode frame = Frames.ofHandler(opened, Opcodes.INTEGER);
    frame.local.set(context, rhino.context());
    return frame;
  }

  private static MethodInsnNode call(
      RhinoNames rhino, String name, String argument, String result) {
    return Helper.EVALUATIONS.call(
        rhino, name, "(" + rhino.contextDescriptor() + argument + ")" + result);
  }
}
