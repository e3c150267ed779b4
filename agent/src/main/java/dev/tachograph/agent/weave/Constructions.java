package dev.tachograph.agent.weave;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Charges for objects of Rhino where they are constructed, by {@link Tariff}. */
final class Constructions {
  private static final String TWO_PARTS = "(Ljava/lang/CharSequence;Ljava/lang/CharSequence;";

  private Constructions() {}

  /** Changes a constructor in place. */
  static void weave(ClassNode node, MethodNode method, RhinoNames rhino) {
    String name = rhino.relative(node.name);
    Integer bytes = Tariff.CONSTRUCTIONS.get(name);
    boolean delegates = callsThis(node, method);
    if (bytes != null && !delegates) {
      method.instructions.insert(construction(node, method, rhino, bytes));
      method.maxStack = Math.max(method.maxStack, 3);
    }
    int kept = Frames.parameter(method, "[Ljava/lang/Object;");
    if (kept >= 0 && Tariff.RETAINED.contains(name) && !delegates) {
      InsnList code = new InsnList();
      code.add(new VarInsnNode(Opcodes.ALOAD, kept)); // -> array
      code.add(Helper.CHARGES.call(rhino, "kept", "([Ljava/lang/Object;)V")); // array ->
      method.instructions.insert(code);
      method.maxStack = Math.max(method.maxStack, 1);
    }
    if (name.equals("ConsString") && method.desc.startsWith(TWO_PARTS)) {
      InsnList code = new InsnList();
      code.add(new VarInsnNode(Opcodes.ALOAD, 1)); // -> left
      code.add(new VarInsnNode(Opcodes.ALOAD, 2)); // left -> left, right
      code.add(Helper.CHARGES.call(rhino, "rope", TWO_PARTS + ")V")); // left, right ->
      method.instructions.insert(code);
      method.maxStack = Math.max(method.maxStack, 2);
    }
    if (name.equals(Tariff.EXCEPTION) && !delegates) {
      method.instructions.insert(Helper.CHARGES.call(rhino, "exception", "()V"));
    }
  }

  private static InsnList construction(
      ClassNode node, MethodNode method, RhinoNames rhino, int bytes) {
    int previous = Frames.parameter(method, "L" + node.name + ";");
    if (previous < 0 || !Tariff.CHAINED.contains(rhino.relative(node.name))) {
      return Charges.bytes(rhino, bytes);
    }
    InsnList charge = new InsnList();
    charge.add(new VarInsnNode(Opcodes.ALOAD, previous)); // -> previous
    charge.add(new LdcInsnNode((long) bytes)); // previous -> previous, bytes
    charge.add(Helper.CHARGES.call(rhino, "chained", "(Ljava/lang/Object;J)V")); // ->
    return charge;
  }

  private static boolean callsThis(ClassNode node, MethodNode method) {
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof MethodInsnNode call && call.name.equals("<init>")) {
        if (call.owner.equals(node.name)) {
          return true;
        }
        if (call.owner.equals(node.superName)) {
          return false;
        }
      }
    }
    return false;
  }
}
