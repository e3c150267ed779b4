package dev.tachograph.agent.weave;

import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * What is counted in script classes. Each class has a method of its own for each counter that it
 * uses, and with it its own profile of the branch to the slow path: as long as this script never
 * exceeded its limit, the JIT compiles its loops as if it could not.
 */
enum Counter {
  /** Back-edges of loops. */
  ITERATIONS("tachograph$tick", "iterations"),
  /** Entries of functions. */
  FUNCTION_CALLS("tachograph$call", "functionCalls");

  private final String methodName;
  private final String helperName;

  Counter(String methodName, String helperName) {
    this.methodName = methodName;
    this.helperName = helperName;
  }

  /** Of the method in the script class. No name in a script can lead to it: those have prefixes. */
  String methodName() {
    return methodName;
  }

  /**
   *
   *
   * <pre>
   *   static void count(Context cx) {
   *     if (Helper.left(cx) &lt; 0) Helper.exceeded(cx);
   *   }
   * </pre>
   */
  MethodNode method(RhinoNames rhino) {
    String context = "(" + rhino.contextDescriptor() + ")";
    MethodNode method =
        new MethodNode(
            Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
            methodName,
            context + "V",
            null,
            null);
    InsnList code = method.instructions;
    LabelNode within = new LabelNode(new Label());
    code.add(new VarInsnNode(Opcodes.ALOAD, 0));
    code.add(Helper.COUNTERS.call(rhino, helperName + "Left", context + "J"));
    code.add(new InsnNode(Opcodes.LCONST_0));
    code.add(new InsnNode(Opcodes.LCMP));
    code.add(new JumpInsnNode(Opcodes.IFGE, within));
    code.add(new VarInsnNode(Opcodes.ALOAD, 0));
    code.add(Helper.COUNTERS.call(rhino, helperName + "Exceeded", context + "V"));
    code.add(within);
    code.add(new FrameNode(Opcodes.F_NEW, 1, new Object[] {rhino.context()}, 0, new Object[0]));
    code.add(new InsnNode(Opcodes.RETURN));
    method.maxLocals = 1;
    method.maxStack = 4;
    return method;
  }
}
