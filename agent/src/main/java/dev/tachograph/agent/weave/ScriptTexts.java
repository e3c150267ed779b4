package dev.tachograph.agent.weave;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Charges for texts that the classes of scripts make themselves, with no method of Rhino's. */
final class ScriptTexts {
  private ScriptTexts() {}

  /** Up to Rhino 1.8 a script's class cuts the text of a function out of its source itself. */
  static void chargeSources(MethodNode method, RhinoNames rhino) {
    for (MethodInsnNode call :
        calls(method, "java/lang/String", "substring", "(II)Ljava/lang/String;")) {
      String charged = "(Ljava/lang/String;II)Ljava/lang/String;";
      method.instructions.set(call, Helper.TEXT.call(rhino, "substring", charged));
    }
  }

  /**
   * A constant of more than 64 KB is put together in a builder each time that it is evaluated: the
   * builder and the text are charged before.
   */
  static void chargeLongConstants(MethodNode method, RhinoNames rhino) {
    for (MethodInsnNode call : calls(method, "java/lang/StringBuilder", "<init>", "(I)V")) {
      method.instructions.insertBefore(call, Charges.array(rhino, 2 * Character.BYTES));
      method.maxStack += 2;
    }
  }

  private static List<MethodInsnNode> calls(
      MethodNode method, String owner, String name, String descriptor) {
    List<MethodInsnNode> calls = new ArrayList<>();
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof MethodInsnNode call
          && call.name.equals(name)
          && call.owner.equals(owner)
          && call.desc.equals(descriptor)) {
        calls.add(call);
      }
    }
    return calls;
  }
}
