package dev.tachograph.agent.weave;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** Counts the stack, and steps, where Rhino's own code calls itself, by {@link StackTariff}. */
final class LibraryStack {
  private final ClassNode node;
  private final RhinoNames rhino;
  private final String name;
  private final Selection selection;

  LibraryStack(ClassNode node, RhinoNames rhino, Selection selection) {
    this.node = node;
    this.rhino = rhino;
    this.name = rhino.relative(node.name);
    this.selection = selection;
  }

  /** Rhino makes an ordinary error of a full stack here and there: a script could go on. */
  void guardHandlers(MethodNode method) {
    Set<LabelNode> handlers = new LinkedHashSet<>();
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      if ("java/lang/StackOverflowError".equals(block.type)) {
        handlers.add(block.handler);
      }
    }
    for (LabelNode handler : handlers) {
      AbstractInsnNode position = handler;
      while (position.getNext() != null && position.getNext().getOpcode() < 0) {
        position = position.getNext();
      }
      method.instructions.insert(position, Helper.STACK.call(rhino, "overflowed", "()V"));
    }
  }

  /** Takes a part of the stack where a method calls itself, or leads to what may. */
  void guard(MethodNode method) {
    int between = StackTariff.between(name, method.name);
    if (isOneOf(StackTariff.RECURSIONS, method)) {
      enclose(method, 1, between);
    } else if (isOneOf(StackTariff.DESCENTS, method)) {
      enclose(method, 0, between);
    } else if (isOneOf(StackTariff.PASSAGES, method) && !AtOnce.forwards(method, node.name)) {
      if (selection.has(Part.STACK)) {
        StackGuard.weavePassage(method, rhino, StackGuard.part(selection, method, 0, between));
      }
    } else if (isOneOf(StackTariff.REPLACEMENTS, method)) {
      enclose(method, -1, between);
    } else if (isNativeCall(method)) {
      if (selection.has(Part.STACK)) {
        StackGuard.weaveBuiltIn(selection, method, rhino);
      } else if (selection.has(Part.NATIVE_STEPS)) {
        StackGuard.weaveBuiltInStep(method, rhino);
      }
    } else if (isForwarder(method)) {
      enclose(method, 1, Math.max(between, StackGuard.BETWEEN_CALLS));
    }
  }

  /** Takes a part of the stack, and a step. */
  private void enclose(MethodNode method, int frames, int between) {
    if (selection.has(Part.STACK)) {
      StackGuard.weave(method, rhino, StackGuard.part(selection, method, frames, between));
    } else if (selection.has(Part.NATIVE_STEPS)) {
      StackGuard.weaveStep(method, rhino);
    }
  }

  private boolean isOneOf(Map<String, Set<String>> methods, MethodNode method) {
    return Tariff.isOneOf(methods, name, method);
  }

  private boolean isNativeCall(MethodNode method) {
    return (method.name.equals("call") || method.name.equals("construct"))
        && (method.access & (Opcodes.ACC_STATIC | Opcodes.ACC_BRIDGE)) == 0
        && method.desc.startsWith("(" + rhino.contextDescriptor())
        && !StackTariff.SCRIPT_FUNCTIONS.contains(name);
  }

  private boolean isForwarder(MethodNode method) {
    return StackTariff.FORWARDERS.contains(name)
        && (method.access & (Opcodes.ACC_STATIC | Opcodes.ACC_BRIDGE)) == 0
        && (method.access & Opcodes.ACC_PUBLIC) != 0;
  }
}
