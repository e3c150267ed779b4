package dev.tachograph.agent.weave;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Charges for source before it is parsed, and for what the compiler keeps of it. */
final class Compilation {
  /** Where the compiler collects the code of a script. */
  private static final String CLASS_FILE_WRITER = "../classfile/ClassFileWriter";

  /** Where it keeps the types of all locals for each block of a method. */
  private static final String SUPER_BLOCK = "../classfile/SuperBlock";

  private Compilation() {}

  /** What is parsed is paid before it is parsed. */
  static void chargeSource(String name, MethodNode method, RhinoNames rhino) {
    boolean script = name.equals("Parser") && method.name.equals("parse");
    boolean regexp = name.equals("regexp/NativeRegExp") && method.name.equals("compileRE");
    if (!script && !regexp) {
      return;
    }
    int source = Frames.parameter(method, "Ljava/lang/String;");
    if (source >= 0) {
      InsnList code = new InsnList();
      code.add(new VarInsnNode(Opcodes.ALOAD, source)); // -> source
      code.add(Helper.CHARGES.call(rhino, "source", "(Ljava/lang/String;)V")); // source ->
      method.instructions.insert(code);
      method.maxStack = Math.max(method.maxStack, 1);
    }
  }

  /** What is compiled becomes longer than its source, and twice as long with some statements. */
  static void chargeCode(String name, MethodNode method, RhinoNames rhino) {
    String charge =
        !name.equals(CLASS_FILE_WRITER)
            ? null
            : switch (method.name) {
              case "addReservedCodeSpace" -> "codeBuffer";
              case "stopMethod" -> "code";
              default -> null;
            };
    if (charge == null) {
      return;
    }
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      if (instruction instanceof IntInsnNode array
          && array.getOpcode() == Opcodes.NEWARRAY
          && array.operand == Opcodes.T_BYTE) {
        method.instructions.insertBefore(array, Charges.ofLength(rhino, charge));
        method.maxStack += 1;
      }
    }
  }

  /** The types of a method's locals are kept for each block of it, before it is found too long. */
  static void chargeBlock(String name, MethodNode method, RhinoNames rhino) {
    if (name.equals(SUPER_BLOCK) && method.desc.equals("(III[I)V")) {
      InsnList code = new InsnList();
      code.add(new VarInsnNode(Opcodes.ILOAD, 1)); // -> index
      code.add(new VarInsnNode(Opcodes.ALOAD, 4)); // index -> index, locals
      code.add(new InsnNode(Opcodes.ARRAYLENGTH)); // index, locals -> index, length
      code.add(Helper.CHARGES.call(rhino, "block", "(II)V")); // index, length ->
      method.instructions.insert(code);
      method.maxStack = Math.max(method.maxStack, 2);
    }
  }
}
