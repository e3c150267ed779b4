package dev.tachograph.agent.weave;

import java.util.Arrays;
import java.util.Set;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Where compiled code and the interpreter come to the same result on ways that allocate different
 * things, both are put on the cheaper way: what is charged must not depend on the mode.
 */
final class ModeParity {
  private static final Set<String> ADDITIONS =
      Set.of("optimizer/StringLinker", "optimizer/ConsStringLinker");

  private static final Set<String> PROPERTY_READS = Set.of("getObjectProp", "getObjectPropNoWarn");

  private ModeParity() {}

  /** Whether the class knows ropes, which Rhino 1.7R2 has not. */
  static boolean hasRopes(ClassNode node, RhinoNames rhino) {
    for (MethodNode method : node.methods) {
      for (AbstractInsnNode instruction : method.instructions) {
        if (instruction instanceof TypeInsnNode type && type.desc.equals(rhino.of("ConsString"))) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Changes the method in place if it is one of those.
   *
   * @param hasRopes whether its class knows ropes
   */
  static void weave(String className, MethodNode method, RhinoNames rhino, boolean hasRopes) {
    if (ADDITIONS.contains(className) && method.name.equals("add")) {
      keepRopes(method);
    } else if (hasRopes
        && className.equals("ScriptRuntime")
        && PROPERTY_READS.contains(method.name)
        && method.desc.startsWith("(Ljava/lang/Object;Ljava/lang/String;")) {
      readLength(method, rhino);
    }
  }

  /** A rope on the right of a {@code +} stays one, as it does in the interpreter. */
  private static void keepRopes(MethodNode method) {
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      if (instruction instanceof MethodInsnNode call
          && call.owner.equals("java/lang/CharSequence")
          && call.name.equals("toString")) {
        method.instructions.remove(call);
      }
    }
  }

  /**
   * The length of a primitive string is read from it without a wrapper, as compiled code does while
   * it has seen nothing but strings there.
   */
  private static void readLength(MethodNode method, RhinoNames rhino) {
    LabelNode other = new LabelNode(new Label());
    InsnList code = new InsnList();
    code.add(new VarInsnNode(Opcodes.ALOAD, 0)); // -> object
    code.add(new VarInsnNode(Opcodes.ALOAD, 1)); // object -> object, property
    String returnsLength = "(Ljava/lang/Object;Ljava/lang/String;)Ljava/lang/Object;";
    code.add(Helper.CHARGES.call(rhino, "lengthOf", returnsLength)); // -> length or null
    code.add(new InsnNode(Opcodes.DUP)); // -> length, length
    code.add(new JumpInsnNode(Opcodes.IFNULL, other)); // length, length -> length
    code.add(new InsnNode(Opcodes.ARETURN)); // length ->
    code.add(other);
    code.add(atStart(method));
    code.add(new InsnNode(Opcodes.POP)); // null ->
    method.instructions.insert(code);
    method.maxStack = Math.max(method.maxStack, 2);
  }

  /** The stack map of a static method's beginning, with an object on the stack. */
  private static FrameNode atStart(MethodNode method) {
    Object[] locals =
        Arrays.stream(Type.getArgumentTypes(method.desc)).map(Type::getInternalName).toArray();
    return new FrameNode(
        Opcodes.F_NEW, locals.length, locals, 1, new Object[] {"java/lang/Object"});
  }
}
