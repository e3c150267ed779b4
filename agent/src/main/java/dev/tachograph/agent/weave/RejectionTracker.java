package dev.tachograph.agent.weave;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Gives each Context the unhandled rejections of its own scripts.
 *
 * <p>Rhino 1.9 has a tracker for each Context, as its documentation says, but all of them share one
 * map in a static field, without a lock: a script's rejections would show in another Context, and
 * outlive their own. The field becomes one of the tracker.
 */
final class RejectionTracker {
  private static final String MAP = "java/util/IdentityHashMap";

  private RejectionTracker() {}

  /** Whether the class is the tracker of a Rhino that has that fault. */
  static boolean isShared(ClassNode node) {
    return node.name.endsWith("/UnhandledRejectionTracker") && shared(node) != null;
  }

  private static @Nullable FieldNode shared(ClassNode node) {
    for (FieldNode field : node.fields) {
      if ((field.access & Opcodes.ACC_STATIC) != 0 && field.desc.equals("L" + MAP + ";")) {
        return field;
      }
    }
    return null;
  }

  /**
   * Changes the class in place.
   *
   * @throws CannotWeaveException if a static method uses the field
   */
  static void weave(ClassNode node) {
    FieldNode field = Objects.requireNonNull(shared(node));
    field.access &= ~(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL);
    for (MethodNode method : node.methods) {
      for (AbstractInsnNode instruction : method.instructions.toArray()) {
        if (instruction instanceof FieldInsnNode use
            && use.owner.equals(node.name)
            && use.name.equals(field.name)) {
          own(method, use);
        }
      }
      if (method.name.equals("<init>")) {
        create(method, node, field);
      }
    }
  }

  private static void own(MethodNode method, FieldInsnNode use) {
    if (method.name.equals("<clinit>")) {
      method.instructions.set(use, new InsnNode(Opcodes.POP)); // map ->
      return;
    }
    if ((method.access & Opcodes.ACC_STATIC) != 0) {
      throw new CannotWeaveException("a static method uses the unhandled rejections");
    }
    method.instructions.insertBefore(use, new VarInsnNode(Opcodes.ALOAD, 0)); // -> this
    method.instructions.set(
        use, new FieldInsnNode(Opcodes.GETFIELD, use.owner, use.name, use.desc)); // this -> map
  }

  private static void create(MethodNode constructor, ClassNode node, FieldNode field) {
    for (AbstractInsnNode instruction : constructor.instructions.toArray()) {
      if (instruction.getOpcode() == Opcodes.RETURN) {
        InsnList code = new InsnList();
        code.add(new VarInsnNode(Opcodes.ALOAD, 0)); // -> this
        code.add(new TypeInsnNode(Opcodes.NEW, MAP)); // this -> this, map
        code.add(new InsnNode(Opcodes.DUP)); // -> this, map, map
        code.add(new InsnNode(Opcodes.ICONST_0)); // -> this, map, map, 0
        code.add(new MethodInsnNode(Opcodes.INVOKESPECIAL, MAP, "<init>", "(I)V", false));
        code.add(new FieldInsnNode(Opcodes.PUTFIELD, node.name, field.name, field.desc));
        constructor.instructions.insertBefore(instruction, code);
      }
    }
    constructor.maxStack = Math.max(constructor.maxStack, 4);
  }
}
