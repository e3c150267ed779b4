package dev.tachograph.agent.weave;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Puts counters and charges into any class of Rhino itself: its built-ins, parser and compilers.
 *
 * <p>Rounds of loops are counted everywhere; what is allocated, and what calls itself, by {@link
 * Tariff}.
 */
final class LibraryWeaver {
  private final ClassNode node;
  private final RhinoNames rhino;
  private final String name;
  private final boolean hasRopes;
  private final Selection selection;
  private final JdkCalls calls;
  private final LibraryStack stack;

  LibraryWeaver(ClassNode node, RhinoNames rhino, Selection selection) {
    this.node = node;
    this.selection = selection;
    this.rhino = rhino;
    this.name = rhino.relative(node.name);
    this.hasRopes = ModeParity.hasRopes(node, rhino);
    this.calls = new JdkCalls(node, rhino, selection);
    this.stack = new LibraryStack(node, rhino, selection);
  }

  /**
   * Changes the class in place.
   *
   * @return the methods that are different now, by name and descriptor
   */
  Map<String, MethodNode> weave() {
    Map<String, MethodNode> changed = new HashMap<>();
    for (MethodNode method : node.methods) {
      AbstractInsnNode[] before = method.instructions.toArray();
      if (before.length > 0 && !isDispatchLoop(method)) {
        weave(method);
        if (!Arrays.equals(before, method.instructions.toArray())) {
          changed.put(method.name + method.desc, method);
        }
      }
    }
    return changed;
  }

  private void weave(MethodNode method) {
    boolean bytes = !Tariff.isExemptFromBytes(name, method.name);
    boolean allocations = selection.has(Part.ALLOCATED_BYTES);
    if (selection.hasNative()) {
      ModeParity.weave(name, method, rhino, hasRopes);
    }
    stack.guardHandlers(method);
    if (selection.has(Part.NATIVE_STEPS)) {
      NativeLoops.weave(method, rhino);
    }
    if (selection.hasCharges()) {
      calls.charge(method, bytes);
      if (!Tariff.isCompiler(name)) {
        Concatenations.weave(name, method, rhino);
      }
    }
    if (allocations) {
      SymbolRegistry.weave(name, method, rhino);
    }
    if (allocations && bytes && !Tariff.isOneOf(Tariff.ARGUMENTS, name, method)) {
      chargeArrays(method);
    }
    if (allocations) {
      LargeValues.weave(name, method, rhino);
    }
    if (!method.name.equals("<init>")) {
      stack.guard(method);
    } else if (allocations) {
      Constructions.weave(node, method, rhino);
    }
    Compilation.chargeSource(name, method, rhino);
    if (allocations) {
      Compilation.chargeCode(name, method, rhino);
      Compilation.chargeBlock(name, method, rhino);
    }
    if (selection.hasCharges() && HostCalls.isOne(name, method)) {
      HostCalls.weave(name, method, rhino);
    }
  }

  /** The interpreter's own loop: its rounds are the script's instructions. */
  private boolean isDispatchLoop(MethodNode method) {
    return name.equals("Interpreter")
        && (method.name.equals("interpretLoop") || method.name.equals("interpretFunction"));
  }

  /** Arrays of a size that is not in the code. */
  private void chargeArrays(MethodNode method) {
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      if (Charges.takesConstant(instruction)) {
        continue;
      }
      if (instruction instanceof IntInsnNode primitive
          && primitive.getOpcode() == Opcodes.NEWARRAY) {
        method.instructions.insertBefore(
            instruction, Charges.array(rhino, size(primitive.operand)));
      } else if (instruction instanceof TypeInsnNode reference
          && reference.getOpcode() == Opcodes.ANEWARRAY) {
        method.instructions.insertBefore(
            instruction, Charges.array(rhino, Tariff.elementBytes(name)));
      } else {
        continue;
      }
      method.maxStack += 2;
    }
  }

  private static int size(int type) {
    return switch (type) {
      case Opcodes.T_BOOLEAN, Opcodes.T_BYTE -> Byte.BYTES;
      case Opcodes.T_CHAR, Opcodes.T_SHORT -> Character.BYTES;
      case Opcodes.T_INT, Opcodes.T_FLOAT -> Integer.BYTES;
      default -> Long.BYTES;
    };
  }
}
