package dev.tachograph.agent.weave;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Where locals are, and stack maps that stay right when a method gets a new one. */
final class Frames {
  private Frames() {}

  /** Declares a new local in every stack map of the method: one that lives from start to end. */
  static void addLocal(MethodNode method, int slot, Object type) {
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof FrameNode frame) {
        List<Object> locals = new ArrayList<>(frame.local);
        int slots = 0;
        for (Object local : frame.local) {
          slots += local == Opcodes.LONG || local == Opcodes.DOUBLE ? 2 : 1;
        }
        locals.addAll(Collections.nCopies(slot - slots, Opcodes.TOP));
        locals.add(type);
        frame.local = locals;
      }
    }
  }

  /**
   * Whether something else is stored where a parameter is: at optimization level 9, Rhino before
   * 1.8 has a generator's numbers in the locals of its parameters.
   */
  static boolean isOverwritten(MethodNode method, int parameter) {
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof VarInsnNode store
          && store.getOpcode() >= Opcodes.ISTORE
          && store.getOpcode() <= Opcodes.ASTORE) {
        boolean wide = store.getOpcode() == Opcodes.LSTORE || store.getOpcode() == Opcodes.DSTORE;
        if (store.var == parameter || (wide && store.var + 1 == parameter)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The stack map of a handler in which only one local is known. */
  static FrameNode ofHandler(int slot, Object type) {
    Object[] locals = new Object[slot + 1];
    Arrays.fill(locals, Opcodes.TOP);
    locals[slot] = type;
    return new FrameNode(
        Opcodes.F_NEW, locals.length, locals, 1, new Object[] {"java/lang/Throwable"});
  }

  /** The local that holds the first parameter of this type; -1 if there is none. */
  static int parameter(MethodNode method, String descriptor) {
    int local = (method.access & Opcodes.ACC_STATIC) != 0 ? 0 : 1;
    for (Type argument : Type.getArgumentTypes(method.desc)) {
      if (argument.getDescriptor().equals(descriptor)) {
        return local;
      }
      local += argument.getSize();
    }
    return -1;
  }
}
