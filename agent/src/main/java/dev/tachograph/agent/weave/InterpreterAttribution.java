package dev.tachograph.agent.weave;

import org.objectweb.asm.Label;
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
import org.objectweb.asm.tree.VarInsnNode;

/** Makes Rhino's interpreter tell which function and line runs, as compiled scripts do. */
final class InterpreterAttribution {
  /** The class of frames that can be asked. */
  static final String FRAME = "Interpreter$CallFrame";

  private static final String TELL = "tachograph$tell";
  private static final String LINE_START = "pcSourceLineStart";

  private final ClassNode interpreter;
  private final RhinoNames rhino;
  private final FieldInsnNode frameIndex;

  /**
   * @param frameIndex reads the number of a frame in this Rhino
   */
  InterpreterAttribution(ClassNode interpreter, RhinoNames rhino, FieldInsnNode frameIndex) {
    this.interpreter = interpreter;
    this.rhino = rhino;
    this.frameIndex = frameIndex;
  }

  /** What the interpreter does before a function's frame goes on is that function's. */
  void initFrame(MethodNode method) {
    int local = 0;
    for (Type argument : Type.getArgumentTypes(method.desc)) {
      if (argument.getDescriptor().equals("L" + rhino.of("ScriptOrFn") + ";")) {
        InsnList descriptor = new InsnList();
        descriptor.add(new VarInsnNode(Opcodes.ALOAD, local)); // -> function
        descriptor.add(Attribution.descriptorOf(rhino)); // function -> descriptor
        Attribution.enclose(method, rhino, Frames.parameter(method, cx()), descriptor);
        return;
      }
      local += argument.getSize();
    }
    throw new CannotWeaveException("initFrame does not tell what it enters");
  }

  /** A run of the interpreter starts and ends. */
  void activation(MethodNode method) {
    int context = Frames.parameter(method, cx());
    int run = method.maxLocals;
    method.maxLocals++;
    Frames.addLocal(method, run, "java/lang/Object");
    InsnList start = new InsnList();
    start.add(new VarInsnNode(Opcodes.ALOAD, context)); // -> cx
    start.add(Attribution.call(rhino, "startInterpreter", ")Ljava/lang/Object;")); // cx -> run
    start.add(new VarInsnNode(Opcodes.ASTORE, run)); // run ->
    InsnList end = new InsnList();
    end.add(new VarInsnNode(Opcodes.ALOAD, context)); // -> cx
    end.add(new VarInsnNode(Opcodes.ALOAD, run)); // cx -> cx, run
    end.add(Attribution.call(rhino, "endInterpreter", "Ljava/lang/Object;)V")); // cx, run ->
    FrameNode handler = Frames.ofHandler(run, "java/lang/Object");
    handler.local.set(context, rhino.context());
    Enclosure.weave(method, start, end, handler);
  }

  /** Another frame goes on. */
  InsnList frame(int context, int frame) {
    InsnList code = new InsnList();
    code.add(new VarInsnNode(Opcodes.ALOAD, context)); // -> cx
    code.add(new VarInsnNode(Opcodes.ALOAD, frame)); // cx -> cx, frame
    code.add(
        new MethodInsnNode(
            Opcodes.INVOKESTATIC,
            interpreter.name,
            TELL,
            "(" + cx() + "L" + frameType() + ";)V",
            false)); // cx, frame ->
    return code;
  }

  /**
   *
   *
   * <pre>
   *   static void tell(Context cx, CallFrame f) {
   *     if (f != null) {
   *       Helper.frame(cx, f.frameIndex + 1, f.fnOrScript.getDescriptor(),
   *           f.idata.itsICode, f.pcSourceLineStart);
   *     }
   *   }
   * </pre>
   */
  MethodNode tell() {
    MethodNode method =
        new MethodNode(
            Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
            TELL,
            "(" + cx() + "L" + frameType() + ";)V",
            null,
            null);
    LabelNode none = new LabelNode(new Label());
    Object[] locals = {rhino.context(), frameType()};
    InsnList code = method.instructions;
    code.add(new VarInsnNode(Opcodes.ALOAD, 1));
    code.add(new JumpInsnNode(Opcodes.IFNULL, none));
    code.add(new VarInsnNode(Opcodes.ALOAD, 0)); // -> cx
    code.add(field(frameIndex.name, frameIndex.desc)); // -> cx, index
    code.add(new InsnNode(Opcodes.ICONST_1));
    code.add(new InsnNode(Opcodes.IADD)); // -> cx, number
    code.add(field("fnOrScript", "L" + rhino.of("ScriptOrFn") + ";"));
    code.add(Attribution.descriptorOf(rhino)); // -> cx, number, descriptor
    code.add(field("idata", "L" + rhino.of("InterpreterData") + ";"));
    code.add(new FieldInsnNode(Opcodes.GETFIELD, rhino.of("InterpreterData"), "itsICode", "[B"));
    code.add(field(LINE_START, "I")); // -> cx, number, descriptor, code, position
    code.add(
        Attribution.call(
            rhino, "frame", "I" + Attribution.descriptorType(rhino) + "[BI)V")); // .. ->
    code.add(none);
    code.add(new FrameNode(Opcodes.F_NEW, locals.length, locals, 0, new Object[0]));
    code.add(new InsnNode(Opcodes.RETURN));
    method.maxLocals = 2;
    method.maxStack = 5;
    return method;
  }

  /** A field of the frame, which is the second parameter. */
  private InsnList field(String name, String descriptor) {
    InsnList code = new InsnList();
    code.add(new VarInsnNode(Opcodes.ALOAD, 1));
    code.add(new FieldInsnNode(Opcodes.GETFIELD, frameType(), name, descriptor));
    return code;
  }

  /**
   * The instruction that changes the line tells it.
   *
   * @param instruction its class, changed in place
   */
  static void lines(ClassNode instruction, RhinoNames rhino) {
    for (MethodNode method : instruction.methods) {
      for (AbstractInsnNode node : method.instructions.toArray()) {
        if (node instanceof FieldInsnNode store
            && store.getOpcode() == Opcodes.PUTFIELD
            && store.name.equals(LINE_START)) {
          if (!store.owner.equals(rhino.of(FRAME))) {
            return;
          }
          int frame = Frames.parameter(method, "L" + store.owner + ";");
          InsnList code = new InsnList();
          code.add(
              new VarInsnNode(
                  Opcodes.ALOAD, Frames.parameter(method, rhino.contextDescriptor()))); // -> cx
          code.add(new VarInsnNode(Opcodes.ALOAD, frame)); // cx -> cx, frame
          code.add(
              new FieldInsnNode(
                  Opcodes.GETFIELD, store.owner, "idata", "L" + rhino.of("InterpreterData") + ";"));
          code.add(
              new FieldInsnNode(
                  Opcodes.GETFIELD, rhino.of("InterpreterData"), "itsICode", "[B")); // cx, code
          code.add(new VarInsnNode(Opcodes.ALOAD, frame)); // cx, code -> cx, code, frame
          code.add(new FieldInsnNode(Opcodes.GETFIELD, store.owner, "pc", "I")); // cx, code, pc
          code.add(Attribution.call(rhino, "lineChange", "[BI)V")); // cx, code, pc ->
          method.instructions.insert(store, code);
          method.maxStack = Math.max(method.maxStack, 4);
          return;
        }
      }
    }
    throw new CannotWeaveException("the interpreter changes lines in an unknown way");
  }

  private String frameType() {
    return frameIndex.owner;
  }

  private String cx() {
    return rhino.contextDescriptor();
  }
}
