package dev.tachograph.agent.weave;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** Makes a method run something first, and something else last, however it ends. */
final class Enclosure {
  private Enclosure() {}

  /**
   * Changes the method in place.
   *
   * @param enter what runs first; leaves the stack as it was
   * @param exit what runs last, with a result or an exception on the stack; leaves it there
   * @param frame the stack map of a handler in which what {@code exit} needs is known
   */
  static void weave(MethodNode method, InsnList enter, InsnList exit, FrameNode frame) {
    weave(method, null, enter, exit, frame);
  }

  /**
   * The same behind an instruction, to which no other part of the method leads back.
   *
   * @param behind what is not enclosed, with everything in front of it; null to enclose all
   */
  static void weave(
      MethodNode method,
      @Nullable AbstractInsnNode behind,
      InsnList enter,
      InsnList exit,
      FrameNode frame) {
    InsnList failed = copy(exit);
    failed.add(new InsnNode(Opcodes.ATHROW));
    weave(method, behind, enter, exit, failed, frame);
  }

  /**
   * The same with another end where the method fails.
   *
   * @param failed what runs then, with the exception on the stack
   */
  static void weave(
      MethodNode method,
      @Nullable AbstractInsnNode behind,
      InsnList enter,
      InsnList exit,
      InsnList failed,
      FrameNode frame) {
    InsnList code = method.instructions;
    LabelNode from = new LabelNode(new Label());
    AbstractInsnNode[] all = code.toArray();
    AbstractInsnNode[] body =
        behind == null ? all : Arrays.copyOfRange(all, code.indexOf(behind) + 1, all.length);
    enter.add(from);
    if (behind == null) {
      code.insert(enter);
    } else {
      code.insert(behind, enter);
    }
    LabelNode handler = new LabelNode(new Label());
    for (AbstractInsnNode node : body) {
      int opcode = node.getOpcode();
      if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
        LabelNode leaving = new LabelNode(new Label());
        LabelNode resume = new LabelNode(new Label());
        InsnList leave = copy(exit);
        leave.insert(leaving);
        code.insertBefore(node, leave);
        code.insert(node, resume);
        protect(method, from, leaving, handler);
        from = resume;
      }
    }
    LabelNode end = new LabelNode(new Label());
    code.add(end);
    protect(method, from, end, handler);
    code.add(handler);
    code.add(frame);
    code.add(failed);
    method.maxStack = Math.max(method.maxStack + 4, 5);
  }

  private static InsnList copy(InsnList code) {
    InsnList copy = new InsnList();
    for (AbstractInsnNode node : code) {
      copy.add(node.clone(Map.of()));
    }
    return copy;
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
}
