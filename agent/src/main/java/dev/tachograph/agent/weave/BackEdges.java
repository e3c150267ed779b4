package dev.tachograph.agent.weave;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** Leads the back-edges of a loop over a counter in front of the loop's first instruction. */
final class BackEdges {
  private BackEdges() {}

  /**
   * Changes the method in place.
   *
   * <pre>
   *     [goto H]            if the code before falls through
   *  L: counter             back-edges arrive here
   *  H: ...                 everybody else
   * </pre>
   *
   * @param header where the back-edges go, H
   * @param counter code without effect on the stack, of one word at most
   */
  static void lead(
      MethodNode method, LabelNode header, List<JumpInsnNode> jumps, InsnList counter) {
    InsnList code = method.instructions;
    AbstractInsnNode first = startOfGroup(header);
    FrameNode frame = frameAt(header);
    InsnList stub = new InsnList();
    detachRangeEnds(method, first, header, stub);
    if (fallsThrough(first.getPrevious())) {
      stub.add(new JumpInsnNode(Opcodes.GOTO, header));
    }
    LabelNode tick = new LabelNode(new Label());
    stub.add(tick);
    if (frame != null) {
      stub.add(copy(frame));
    }
    stub.add(counter);
    code.insertBefore(first, stub);
    for (JumpInsnNode jump : jumps) {
      jump.label = tick;
    }
    int depth = frame == null || frame.stack == null ? 0 : frame.stack.size() * 2;
    method.maxStack = Math.max(method.maxStack, depth + 2);
  }

  /** Protected ranges that end at the header must not come to cover the counter in front of it. */
  private static void detachRangeEnds(
      MethodNode method, AbstractInsnNode first, LabelNode header, InsnList stub) {
    Set<LabelNode> group = new LinkedHashSet<>();
    for (AbstractInsnNode node = first; node.getOpcode() < 0; node = node.getNext()) {
      if (node instanceof LabelNode label) {
        group.add(label);
      }
      if (node.getNext() == null) {
        throw new CannotWeaveException("a loop starts at the end of " + method.name);
      }
    }
    LabelNode end = new LabelNode(new Label());
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      if (group.contains(block.end) && !group.contains(block.start)) {
        block.end = end;
      }
    }
    assert group.contains(header);
    stub.add(end);
  }

  private static AbstractInsnNode startOfGroup(LabelNode label) {
    AbstractInsnNode first = label;
    while (isMark(first.getPrevious())) {
      first = first.getPrevious();
    }
    return first;
  }

  private static boolean isMark(@Nullable AbstractInsnNode node) {
    return node instanceof LabelNode || node instanceof LineNumberNode || node instanceof FrameNode;
  }

  /** The stack map at a label, if it has one. */
  static @Nullable FrameNode frameAt(LabelNode label) {
    for (AbstractInsnNode node = label; node != null; node = node.getNext()) {
      if (node instanceof FrameNode frame) {
        return frame;
      }
      if (node.getOpcode() >= 0) {
        break;
      }
    }
    return null;
  }

  static FrameNode copy(FrameNode frame) {
    return new FrameNode(
        Opcodes.F_NEW,
        frame.local.size(),
        frame.local.toArray(),
        frame.stack.size(),
        frame.stack.toArray());
  }

  private static boolean fallsThrough(@Nullable AbstractInsnNode previous) {
    @Nullable AbstractInsnNode node = previous;
    while (node != null && node.getOpcode() < 0) {
      node = node.getPrevious();
    }
    if (node == null) {
      return true;
    }
    int opcode = node.getOpcode();
    return !(opcode == Opcodes.GOTO
        || opcode == Opcodes.ATHROW
        || opcode == Opcodes.TABLESWITCH
        || opcode == Opcodes.LOOKUPSWITCH
        || (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN));
  }
}
