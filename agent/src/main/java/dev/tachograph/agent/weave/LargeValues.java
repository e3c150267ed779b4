package dev.tachograph.agent.weave;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Charges for arrays and texts that a script can make large in classes that are exempt otherwise,
 * because the two modes do not use them alike, or use them for what has its price elsewhere. Those
 * of the usual sizes stay free, so that it does not matter which mode it is.
 */
final class LargeValues {
  private static final Set<String> ALL = Set.of();

  /** By class, relative to Rhino's package: the methods, all if there is none. */
  private static final Map<String, Set<String>> METHODS =
      Map.of(
          "NewLiteralStorage",
          ALL,
          "BoundFunction",
          Set.of("concat"),
          "TokenStream",
          Set.of("getToken", "readRegExp", "getStringFromBuffer"),
          "NativeError",
          Set.of("makeAggregate"),
          "Interpreter",
          Set.of("initFrame"),
          "Interpreter$CallFrame",
          ALL,
          "CallFrame",
          ALL);

  private LargeValues() {}

  /**
   * Changes the method in place.
   *
   * @param owner its class, relative to Rhino's package
   */
  static void weave(String owner, MethodNode method, RhinoNames rhino) {
    Set<String> methods = METHODS.get(owner);
    if (methods == null || !(methods.isEmpty() || methods.contains(method.name))) {
      return;
    }
    boolean frames = owner.contains("CallFrame") || owner.equals("Interpreter");
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      String charge = charge(instruction, frames);
      if (instruction instanceof MethodInsnNode call && isCollected(call)) {
        method.instructions.insertBefore(call, Helper.CHARGES.call(rhino, "element", "()V"));
      } else if (charge != null) {
        charge(method, instruction, rhino, charge);
      }
    }
  }

  /** Into a list that is not there for long, but grows as an iterator wants. */
  private static boolean isCollected(MethodInsnNode call) {
    return call.name.equals("add")
        && call.desc.equals("(Ljava/lang/Object;)Z")
        && (call.owner.equals("java/util/List") || call.owner.equals("java/util/ArrayList"));
  }

  /** In a generator of a script, which keeps what it has half evaluated. */
  static void weaveGenerator(MethodNode method, RhinoNames rhino) {
    if (GeneratorShape.of(method.instructions) == null) {
      return;
    }
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      if (instruction.getOpcode() == Opcodes.ANEWARRAY
          && instruction.getPrevious() instanceof IntInsnNode length
          && length.getOpcode() == Opcodes.SIPUSH) {
        charge(method, instruction, rhino, "largeArray");
      }
    }
  }

  private static void charge(
      MethodNode method, AbstractInsnNode before, RhinoNames rhino, String charge) {
    method.instructions.insertBefore(before, Charges.ofLength(rhino, charge));
    method.maxStack += 1;
  }

  /** What is to be called while the length is on top of the stack; null for anything else. */
  private static @Nullable String charge(AbstractInsnNode instruction, boolean frames) {
    int opcode = instruction.getOpcode();
    if (opcode == Opcodes.ANEWARRAY) {
      return frames ? "frameSlots" : "largeArray";
    }
    if (instruction instanceof IntInsnNode primitive && opcode == Opcodes.NEWARRAY) {
      return frames || primitive.operand == Opcodes.T_CHAR ? null : "largeArray";
    }
    if (instruction instanceof MethodInsnNode call) {
      if (call.owner.equals("java/util/Arrays") && call.name.equals("copyOf")) {
        boolean references = call.desc.startsWith("([Ljava/lang/Object;");
        return frames ? (references ? "frameSlots" : null) : "largeArray";
      }
      if (call.owner.equals("java/lang/String") && call.desc.equals("([CII)V")) {
        return "largeText";
      }
    }
    return null;
  }
}
