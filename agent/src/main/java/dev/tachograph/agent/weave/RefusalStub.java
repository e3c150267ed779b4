package dev.tachograph.agent.weave;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Replaces the code of a class by an error that says why it may not run.
 *
 * <p>The class keeps its shape, so that it loads, links and can be instantiated where that runs no
 * script; the error comes when its code is called, and says what to do.
 */
final class RefusalStub {
  private static final String ERROR = "java/lang/LinkageError";

  private RefusalStub() {}

  static void apply(ClassNode node, String message) {
    boolean script = ScriptShape.of(node) != null;
    for (MethodNode method : node.methods) {
      boolean hasCode = (method.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
      if (hasCode && (script ? ScriptShape.isCode(method) : !method.name.startsWith("<"))) {
        replace(method, message);
      }
    }
  }

  private static void replace(MethodNode method, String message) {
    InsnList code = new InsnList();
    code.add(new TypeInsnNode(Opcodes.NEW, ERROR)); // -> error
    code.add(new InsnNode(Opcodes.DUP)); // -> error, error
    code.add(new LdcInsnNode(message)); // -> error, error, message
    code.add(
        new MethodInsnNode(
            Opcodes.INVOKESPECIAL, ERROR, "<init>", "(Ljava/lang/String;)V", false)); // -> error
    code.add(new InsnNode(Opcodes.ATHROW)); // error ->
    method.instructions = code;
    method.tryCatchBlocks.clear();
    method.localVariables = null;
    method.maxStack = 3;
    method.maxLocals =
        (Type.getArgumentsAndReturnSizes(method.desc) >> 2)
            - ((method.access & Opcodes.ACC_STATIC) != 0 ? 1 : 0);
  }
}
