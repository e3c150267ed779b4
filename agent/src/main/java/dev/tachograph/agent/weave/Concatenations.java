package dev.tachograph.agent.weave;

import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Charges for texts that Rhino's own code puts together of a script's texts, as in error messages,
 * before it does: by {@code +}, which is an invokedynamic, and by formats.
 *
 * <p>Short ones are part of the price of what they are for, unless they are all that it is about.
 */
final class Concatenations {
  private static final String FACTORY = "java/lang/invoke/StringConcatFactory";
  private static final String OBJECTS = "[Ljava/lang/Object;";

  private static final Set<String> ASKED_FOR =
      Set.of("NativeError", "NativeSymbol", "SymbolKey", "BoundFunction");

  private Concatenations() {}

  /**
   * @param owner the method's class, relative to Rhino's package
   */
  static void weave(String owner, MethodNode method, RhinoNames rhino) {
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      if (instruction instanceof InvokeDynamicInsnNode site
          && site.bsm.getOwner().equals(FACTORY)) {
        chargeParts(method, rhino, site, isAskedFor(owner, method.name) ? "made" : "joined");
      } else if (instruction instanceof MethodInsnNode call && isFormat(call)) {
        method.instructions.insertBefore(call, formatted(rhino));
        method.maxStack += 1;
      } else if (instruction instanceof MethodInsnNode call && isTrace(owner, call)) {
        method.instructions.insertBefore(call, traced(rhino));
        method.maxStack += 1;
      }
    }
  }

  /**
   * Whether a script gets the text because it wants it: as often as it wants, so never for nothing.
   */
  private static boolean isAskedFor(String owner, String method) {
    return ASKED_FOR.contains(owner)
        || (owner.equals("ScriptRuntime") && method.equals("defaultObjectToString"));
  }

  /** The text of a stack has the names of functions, which a script chooses. */
  private static boolean isTrace(String owner, MethodInsnNode call) {
    return owner.equals(Tariff.EXCEPTION)
        && call.owner.equals("java/lang/StringBuilder")
        && call.name.equals("toString");
  }

  private static InsnList traced(RhinoNames rhino) {
    InsnList code = new InsnList();
    code.add(new InsnNode(Opcodes.DUP)); // text -> text, text
    code.add(Helper.TEXT.call(rhino, "trace", "(Ljava/lang/StringBuilder;)V")); // -> text
    return code;
  }

  /** The arguments are in an array on top of the stack. */
  private static boolean isFormat(MethodInsnNode call) {
    return (call.owner.equals("java/text/MessageFormat")
            && call.name.equals("format")
            && call.desc.startsWith("(Ljava/lang/Object;)"))
        || (call.owner.equals("java/lang/String")
            && call.name.equals("format")
            && call.desc.contains(OBJECTS + ")"));
  }

  private static InsnList formatted(RhinoNames rhino) {
    InsnList code = new InsnList();
    code.add(new InsnNode(Opcodes.DUP)); // arguments -> arguments, arguments
    code.add(Helper.TEXT.call(rhino, "format", "(Ljava/lang/Object;)V")); // -> arguments
    return code;
  }

  /** Puts the parts aside, adds up their lengths, and takes them back. */
  private static void chargeParts(
      MethodNode method, RhinoNames rhino, InvokeDynamicInsnNode site, String charge) {
    Type[] parts = Type.getArgumentTypes(site.desc);
    int[] locals = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      locals[i] = method.maxLocals;
      method.maxLocals += parts[i].getSize();
    }
    InsnList code = new InsnList();
    for (int i = parts.length - 1; i >= 0; i--) {
      code.add(new VarInsnNode(parts[i].getOpcode(Opcodes.ISTORE), locals[i])); // part ->
    }
    code.add(new InsnNode(Opcodes.LCONST_0)); // -> length
    for (int i = 0; i < parts.length; i++) {
      if (parts[i].getSort() == Type.OBJECT) {
        code.add(new VarInsnNode(Opcodes.ALOAD, locals[i])); // length -> length, part
        code.add(Helper.TEXT.call(rhino, "plus", "(JLjava/lang/Object;)J")); // -> length
      }
    }
    code.add(Helper.TEXT.call(rhino, charge, "(J)V")); // length ->
    for (int i = 0; i < parts.length; i++) {
      code.add(new VarInsnNode(parts[i].getOpcode(Opcodes.ILOAD), locals[i])); // -> parts
    }
    method.instructions.insertBefore(site, code);
    method.maxStack += 3;
  }
}
