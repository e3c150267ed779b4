package dev.tachograph.agent.weave;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Weaves Rhino's interpreter: jumps, frames and handlers count as they do in compiled scripts. */
final class InterpreterWeaver {
  /** The methods that run the interpreter's loop, on whose Java stack all its frames are one. */
  private static final Set<String> ACTIVATIONS =
      Set.of("interpret", "resumeGenerator", "restartContinuation");

  private static final String FRAME_NUMBER = "tachograph$frameNumber";

  private final ClassNode node;
  private final RhinoNames rhino;
  private final Selection selection;
  private final boolean late;
  private final @Nullable InterpreterAttribution attribution;

  /**
   * @param attributes whether costs are wanted by function and line
   * @param late whether the class is loaded already
   */
  InterpreterWeaver(
      ClassNode node, RhinoNames rhino, Selection selection, boolean attributes, boolean late) {
    this.node = node;
    this.selection = selection;
    this.rhino = rhino;
    this.late = late;
    attribution =
        attributes && isDescribed() ? new InterpreterAttribution(node, rhino, frameIndex()) : null;
  }

  /**
   * Changes the class in place.
   *
   * @throws CannotWeaveException if a place that has to be woven is not where it is known to be
   */
  void weave() {
    boolean jumps = !selection.has(Part.ITERATIONS);
    boolean handlers = false;
    boolean frames = false;
    boolean depth = false;
    for (MethodNode method : node.methods) {
      if (method.name.equals("interpretLoop") || method.name.equals("interpretFunction")) {
        if (selection.has(Part.ITERATIONS)) {
          jumps |= InterpreterJumps.weave(method, rhino, Frames.parameter(method, cx()));
        }
        handlers |= guardHandlers(method);
        depth |= countDepth(method);
      } else if (method.name.equals("initFrame")) {
        if (selection.has(Part.FUNCTION_CALLS)) {
          countFrame(method);
        }
        if (attribution != null) {
          attribution.initFrame(method);
        }
        frames = true;
      } else if (method.name.equals("captureContinuation")) {
        if (selection.has(Part.ALLOCATED_BYTES)) {
          chargeKeptFrames(method);
        }
      } else if (ACTIVATIONS.contains(method.name)) {
        if (selection.has(Part.STACK)) {
          long part = StackGuard.part(selection, method, 0, StackGuard.BETWEEN_CALLS);
          StackGuard.weaveInterpreter(method, rhino, Frames.parameter(method, cx()), part);
        }
        if (attribution != null) {
          attribution.activation(method);
        }
      }
    }
    if (!jumps || !handlers || !frames || !depth) {
      throw new CannotWeaveException("the interpreter's loop has an unknown shape");
    }
    if (!late) {
      addFrameNumber();
    }
    if (attribution != null) {
      node.methods.add(attribution.tell());
    }
  }

  /** Whether frames tell what they run, which they do since Rhino 1.9, and in a known way. */
  private boolean isDescribed() {
    String described = "L" + rhino.of("ScriptOrFn") + ";";
    return frameType().equals(rhino.of(InterpreterAttribution.FRAME))
        && node.methods.stream()
            .anyMatch(m -> m.name.equals("initFrame") && m.desc.contains(described));
  }

  /** After a breach no handler of the script is found any more. */
  private boolean guardHandlers(MethodNode method) {
    boolean found = false;
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof MethodInsnNode call && call.name.equals("getExceptionHandler")) {
        InsnList code = new InsnList();
        code.add(new VarInsnNode(Opcodes.ALOAD, Frames.parameter(method, cx()))); // pc -> pc, cx
        code.add(Helper.COUNTERS.call(rhino, "handler", "(I" + cx() + ")I")); // pc, cx -> pc or -1
        method.instructions.insert(call, code);
        method.maxStack += 1;
        found = true;
      }
    }
    return found;
  }

  /** Entering a frame of a function is a call; of a script or eval code, it is not. */
  private void countFrame(MethodNode method) {
    int local = 0;
    for (Type argument : Type.getArgumentTypes(method.desc)) {
      String name = argument.getSort() == Type.OBJECT ? argument.getInternalName() : "";
      boolean modern = name.equals(rhino.of("ScriptOrFn"));
      if (modern || name.equals(rhino.of("InterpretedFunction"))) {
        InsnList code = new InsnList();
        code.add(new VarInsnNode(Opcodes.ALOAD, Frames.parameter(method, cx()))); // -> cx
        code.add(new VarInsnNode(Opcodes.ALOAD, local)); // cx -> cx, code
        if (modern) {
          code.add(new TypeInsnNode(Opcodes.INSTANCEOF, rhino.of("JSFunction"))); // -> isFunction
        } else {
          String data = rhino.of("InterpreterData");
          code.add(new FieldInsnNode(Opcodes.GETFIELD, name, "idata", "L" + data + ";"));
          code.add(new FieldInsnNode(Opcodes.GETFIELD, data, "itsFunctionType", "I"));
        }
        code.add(
            Helper.COUNTERS.call(rhino, "callUnless0", "(" + cx() + "I)V")); // cx, functionType ->
        method.instructions.insert(code);
        method.maxStack = Math.max(method.maxStack, 3);
        return;
      }
      local += argument.getSize();
    }
    throw new CannotWeaveException("initFrame does not tell what it enters");
  }

  /**
   * The interpreter's frames are on the heap, each with its number. Wherever it notes which one is
   * current now, the Context is told how many there are.
   *
   * @return whether the method notes it
   */
  private boolean countDepth(MethodNode method) {
    int frame = Frames.parameter(method, "L" + frameType() + ";");
    boolean found = false;
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      if (instruction.getOpcode() == Opcodes.PUTFIELD
          && ((FieldInsnNode) instruction).name.equals("lastInterpreterFrame")
          && instruction.getPrevious() instanceof VarInsnNode load
          && load.var == frame) {
        InsnList code = new InsnList();
        if (selection.has(Part.STACK)) {
          code = frames(method, frame);
        } else if (selection.has(Part.NATIVE_STEPS)) {
          code.add(new VarInsnNode(Opcodes.ALOAD, Frames.parameter(method, cx()))); // -> cx
          code.add(Helper.STACK.call(rhino, "step", "(" + cx() + ")V")); // cx ->
        }
        if (attribution != null) {
          code.add(attribution.frame(Frames.parameter(method, cx()), frame));
        }
        method.instructions.insert(instruction, code);
        method.maxStack = Math.max(method.maxStack, 2);
        found = true;
      }
    }
    return found;
  }

  /** Frames become part of a continuation where they are frozen, each of them once. */
  private void chargeKeptFrames(MethodNode method) {
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      if (instruction.getOpcode() == Opcodes.PUTFIELD
          && ((FieldInsnNode) instruction).name.equals("frozen")) {
        InsnList code = new InsnList();
        code.add(new InsnNode(Opcodes.DUP2)); // frame, true -> frame, true, frame, true
        code.add(new InsnNode(Opcodes.POP)); // -> frame, true, frame
        code.add(new FieldInsnNode(Opcodes.GETFIELD, frameType(), "stack", "[Ljava/lang/Object;"));
        code.add(new InsnNode(Opcodes.ARRAYLENGTH)); // -> frame, true, slots
        code.add(Helper.CHARGES.call(rhino, "frame", "(I)V")); // -> frame, true
        method.instructions.insertBefore(instruction, code);
        method.maxStack += 2;
      }
    }
  }

  private InsnList frames(MethodNode method, int frame) {
    InsnList code = new InsnList();
    code.add(new VarInsnNode(Opcodes.ALOAD, Frames.parameter(method, cx()))); // -> cx
    code.add(new VarInsnNode(Opcodes.ALOAD, frame)); // cx -> cx, frame
    code.add(
        new MethodInsnNode(
            Opcodes.INVOKESTATIC,
            late ? rhino.of(LateHelpers.STATE) : node.name,
            FRAME_NUMBER,
            "(L" + (late ? "java/lang/Object" : frameType()) + ";)I",
            false)); // cx, frame -> cx, number
    code.add(Helper.STACK.call(rhino, "interpreterFrames", "(" + cx() + "I)V")); // cx, number ->
    return code;
  }

  private String frameType() {
    return frameIndex().owner;
  }

  /** {@code static int frameNumber(CallFrame f) { return f == null ? 0 : f.frameIndex + 1; }} */
  private void addFrameNumber() {
    String frameType = frameType();
    MethodNode method =
        new MethodNode(
            Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
            FRAME_NUMBER,
            "(L" + frameType + ";)I",
            null,
            null);
    LabelNode none = new LabelNode();
    InsnList code = method.instructions;
    code.add(new VarInsnNode(Opcodes.ALOAD, 0));
    code.add(new JumpInsnNode(Opcodes.IFNULL, none));
    code.add(new VarInsnNode(Opcodes.ALOAD, 0));
    code.add(new FieldInsnNode(Opcodes.GETFIELD, frameType, "frameIndex", frameIndex().desc));
    code.add(new InsnNode(Opcodes.ICONST_1));
    code.add(new InsnNode(Opcodes.IADD));
    code.add(new InsnNode(Opcodes.IRETURN));
    code.add(none);
    code.add(new FrameNode(Opcodes.F_NEW, 1, new Object[] {frameType}, 0, new Object[0]));
    code.add(new InsnNode(Opcodes.ICONST_0));
    code.add(new InsnNode(Opcodes.IRETURN));
    method.maxLocals = 1;
    method.maxStack = 2;
    node.methods.add(method);
  }

  /**
   * As the interpreter reads it itself: a short since Rhino 1.8, an int before; and where frames
   * are a class of their own, they are no longer nested in the interpreter.
   */
  private FieldInsnNode frameIndex() {
    for (MethodNode method : node.methods) {
      for (AbstractInsnNode instruction : method.instructions) {
        if (instruction instanceof FieldInsnNode field && field.name.equals("frameIndex")) {
          return field;
        }
      }
    }
    throw new CannotWeaveException("the interpreter does not number its frames");
  }

  private String cx() {
    return rhino.contextDescriptor();
  }
}
