package dev.tachograph.agent.weave;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Puts counters into a script class: at every back-edge of a loop, at the entry of every function,
 * and a guard in front of every handler that could swallow a limit.
 */
final class ScriptWeaver {
  /** Methods with more bytes than this are never compiled by the JVM's optimising compilers. */
  static final int HUGE_METHOD = 8_000;

  private final ClassNode script;
  private final ScriptShape shape;
  private final RhinoNames rhino;
  private final Selection selection;
  private final boolean attributes;
  private final boolean late;
  private final Set<Counter> used = EnumSet.noneOf(Counter.class);

  /**
   * @param attributes whether costs are wanted by function and line
   * @param late whether the class may be loaded already
   */
  ScriptWeaver(
      ClassNode script, ScriptShape shape, Selection selection, boolean attributes, boolean late) {
    this.script = script;
    this.selection = selection;
    this.late = late;
    this.attributes = attributes && shape.isDescribed();
    this.shape = shape;
    this.rhino = shape.rhino();
  }

  /**
   * Changes the class in place.
   *
   * @throws CannotWeaveException if it cannot be proven that every loop is counted
   */
  void weave() {
    for (MethodNode method : List.copyOf(script.methods)) {
      if (selection.has(Part.ALLOCATED_BYTES)) {
        ScriptTexts.chargeSources(method, rhino);
      }
      if (shape.isEntry(method)) {
        EvaluationBoundary.weave(method, rhino, shape.contextLocal(method), 0);
      } else if (shape.isBody(method)) {
        weaveBody(method);
      } else if (!Loops.find(method).isEmpty()) {
        throw new CannotWeaveException("an unexpected loop in method " + method.name);
      }
    }
    for (Counter counter : late ? Set.<Counter>of() : used) {
      script.methods.add(counter.method(rhino));
    }
  }

  private void weaveBody(MethodNode method) {
    int context = shape.contextLocal(method);
    if (context < 0) {
      throw new CannotWeaveException("no Context among the parameters of " + method.name);
    }
    if (Frames.isOverwritten(method, context)) {
      throw lost(method);
    }
    int before = CodeSize.of(method.instructions);
    if (attributes) {
      Attribution.lines(method, rhino, context);
    }
    Map<LabelNode, List<JumpInsnNode>> loops =
        selection.has(Part.ITERATIONS) ? Loops.find(method) : Map.of();
    loops.forEach(
        (header, jumps) -> {
          checkContext(method, BackEdges.frameAt(header), context);
          if (jumps.size() == 1 && before <= HUGE_METHOD / 2) {
            InsnList counter = count(context, Counter.ITERATIONS);
            Rotation.apply(method.instructions, header, jumps.get(0), counter);
          }
          BackEdges.lead(method, header, jumps, count(context, Counter.ITERATIONS));
        });
    if (selection.has(Part.ALLOCATED_BYTES)) {
      LargeValues.weaveGenerator(method, rhino);
    }
    guardHandlers(method, context);
    if (selection.has(Part.ALLOCATED_BYTES)) {
      ScriptTexts.chargeLongConstants(method, rhino);
    }
    boolean function = shape.isFunctionEntry(method);
    if (selection.has(Part.STACK)) {
      int frames = shape.isActivation(method) ? 1 : 0;
      int between =
          StackGuard.BETWEEN_SCRIPT_FRAMES
              + (constructs(method) ? StackGuard.BETWEEN_CONSTRUCTIONS : 0);
      long part = StackGuard.part(selection, method, frames, between);
      StackGuard.weave(method, rhino, context, part);
    }
    if (function && selection.has(Part.FUNCTION_CALLS)) {
      method.instructions.insert(count(context, Counter.FUNCTION_CALLS));
    }
    if (attributes && shape.isActivation(method)) {
      Attribution.function(method, rhino, context, shape.enteredLocal(method));
    }
    if (before <= HUGE_METHOD && CodeSize.of(method.instructions) > HUGE_METHOD) {
      Peephole.shrink(method);
    }
  }

  private static boolean constructs(MethodNode method) {
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof MethodInsnNode call && call.name.equals("newObject")) {
        return true;
      }
    }
    return false;
  }

  private InsnList count(int context, Counter counter) {
    used.add(counter);
    return call(context, late ? rhino.of(LateHelpers.STATE) : script.name, counter.methodName());
  }

  private InsnList guard(int context) {
    InsnList code = new InsnList();
    code.add(new InsnNode(Opcodes.DUP)); // caught -> caught, caught
    code.add(new VarInsnNode(Opcodes.ALOAD, context)); // -> caught, caught, cx
    code.add(
        Helper.COUNTERS.call(
            rhino,
            "guard",
            "(Ljava/lang/Throwable;"
                + rhino.contextDescriptor()
                + ")V")); // caught, caught, cx -> caught
    return code;
  }

  /** Stack effect of the emitted code: none. */
  private InsnList call(int context, String owner, String name) {
    InsnList code = new InsnList();
    code.add(new VarInsnNode(Opcodes.ALOAD, context)); // -> cx
    code.add(
        new MethodInsnNode(
            Opcodes.INVOKESTATIC,
            owner,
            name,
            "(" + rhino.contextDescriptor() + ")V",
            false)); // cx ->
    return code;
  }

  private void guardHandlers(MethodNode method, int context) {
    Set<LabelNode> handlers = new LinkedHashSet<>();
    for (TryCatchBlockNode block : new ArrayList<>(method.tryCatchBlocks)) {
      handlers.add(block.handler);
    }
    for (LabelNode handler : handlers) {
      AbstractInsnNode position = handler;
      while (position.getNext() != null && position.getNext().getOpcode() < 0) {
        position = position.getNext();
      }
      if (!onlyExitsActivation(position.getNext())) {
        FrameNode frame = BackEdges.frameAt(handler);
        checkContext(method, frame, context);
        method.instructions.insert(position, guard(context));
        method.maxStack = Math.max(method.maxStack, 3);
      }
    }
  }

  /** The stub that Rhino puts around a whole function: it cleans up and throws on. */
  private static boolean onlyExitsActivation(@Nullable AbstractInsnNode first) {
    int[] expected = {
      Opcodes.ASTORE, Opcodes.ALOAD, Opcodes.INVOKESTATIC, Opcodes.ALOAD, Opcodes.ATHROW
    };
    @Nullable AbstractInsnNode node = first;
    for (int opcode : expected) {
      while (node != null && node.getOpcode() < 0) {
        node = node.getNext();
      }
      if (node == null || node.getOpcode() != opcode) {
        return false;
      }
      if (node instanceof MethodInsnNode call && !call.name.equals("exitActivationFunction")) {
        return false;
      }
      node = node.getNext();
    }
    return true;
  }

  private void checkContext(MethodNode method, @Nullable FrameNode frame, int context) {
    if (frame == null) {
      if ((script.version & 0xFFFF) >= Opcodes.V1_6) {
        throw new CannotWeaveException("no stack map at a jump target in " + method.name);
      }
      return;
    }
    int slot = 0;
    for (Object local : frame.local) {
      if (slot == context && rhino.context().equals(local)) {
        return;
      }
      slot += local == Opcodes.LONG || local == Opcodes.DOUBLE ? 2 : 1;
    }
    throw lost(method);
  }

  private static CannotWeaveException lost(MethodNode method) {
    return new CannotWeaveException("the Context is lost in " + method.name);
  }
}
