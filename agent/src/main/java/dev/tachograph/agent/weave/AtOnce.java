package dev.tachograph.agent.weave;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Methods of Rhino that mostly return at once what they were given: {@code toPrimitive} of what is
 * a primitive, in each comparison. What comes before that return leads to no script.
 */
final class AtOnce {
  private static final Set<String> METHODS = Set.of("toPrimitive");

  private AtOnce() {}

  /**
   * The end of that part: what is reached behind the method's first return, by jumps from before it
   * alone.
   *
   * @return null if the method has no such part
   */
  static @Nullable AbstractInsnNode end(MethodNode method) {
    if (!METHODS.contains(method.name)) {
      return null;
    }
    LabelNode target = null;
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof JumpInsnNode jump) {
        if (target != null && target != jump.label) {
          return null;
        }
        target = jump.label;
      } else if (node.getOpcode() == Opcodes.ARETURN) {
        return target == null || jumpsTo(method, target, node) ? null : behind(node, target);
      }
    }
    return null;
  }

  /** Whether the method does nothing but to call another one of the same name and class. */
  static boolean forwards(MethodNode method, String owner) {
    boolean forwards = false;
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof MethodInsnNode call) {
        if (!call.owner.equals(owner) || !call.name.equals(method.name)) {
          return false;
        }
        forwards = true;
      } else if (node instanceof JumpInsnNode) {
        return false;
      }
    }
    return forwards;
  }

  /** Whether something behind this instruction jumps to the label. */
  private static boolean jumpsTo(MethodNode method, LabelNode label, AbstractInsnNode behind) {
    for (AbstractInsnNode node = behind; node != null; node = node.getNext()) {
      if (node instanceof JumpInsnNode jump && jump.label == label) {
        return true;
      }
    }
    return !method.tryCatchBlocks.isEmpty();
  }

  /** The last mark before the first instruction behind this one, if the label is among them. */
  private static @Nullable AbstractInsnNode behind(AbstractInsnNode last, LabelNode label) {
    boolean found = false;
    AbstractInsnNode end = last;
    for (AbstractInsnNode node = last.getNext();
        node != null && node.getOpcode() < 0;
        node = node.getNext()) {
      found |= node == label;
      end = node;
    }
    return found ? end : null;
  }
}
