package dev.tachograph.agent.weave;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Lets the JVM forget symbols of {@code Symbol.for} that nobody has any more.
 *
 * <p>Rhino 1.9 has one registry for all scripts, in a static map that is meant to be weak and keeps
 * everything: what scripts registered could fill any heap. Earlier ones have one in each scope.
 */
final class SymbolRegistry {
  private static final String MAP = "java/util/Map";

  private SymbolRegistry() {}

  /**
   * Changes a method in place that uses such a registry.
   *
   * @param owner its class, without Rhino's package
   * @throws CannotWeaveException if it does something else with it than is known
   */
  static void weave(String owner, MethodNode method, RhinoNames rhino) {
    if (!owner.equals("NativeSymbol") || method.name.equals("getGlobalMap")) {
      return;
    }
    int taken = 0;
    int replaced = 0;
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      if (!(instruction instanceof MethodInsnNode call)) {
        continue;
      }
      if (call.name.equals("getGlobalMap")
          && call.getOpcode() == Opcodes.INVOKESTATIC
          && call.desc.equals("()L" + MAP + ";")) {
        taken++;
      } else if (taken > 0 && call.owner.equals(MAP)) {
        if (!call.name.equals("get") && !call.name.equals("computeIfAbsent")) {
          throw new CannotWeaveException("a registry of symbols is used by Map." + call.name);
        }
        String descriptor = "(L" + MAP + ";" + call.desc.substring(1);
        method.instructions.set(call, Helper.SYMBOLS.call(rhino, call.name, descriptor));
        replaced++;
      }
    }
    if (taken != replaced) {
      throw new CannotWeaveException(method.name + " does more with symbols than find one");
    }
  }
}
