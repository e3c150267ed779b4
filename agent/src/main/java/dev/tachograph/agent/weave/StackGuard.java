package dev.tachograph.agent.weave;

import dev.tachograph.agent.rhino.TachographStack;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Makes a method take its part of the stack when it is entered, and give it back however it ends.
 *
 * <p>The size of a part is a number of frames in the upper half of a long, and an estimate of bytes
 * in the lower: eight for each word of locals and operands, and a fixed price for what lies between
 * this frame and the next one that is counted.
 */
final class StackGuard {
  /** The Java frames between a function of a script and the next one that it calls. */
  static final int BETWEEN_SCRIPT_FRAMES = 550;

  /** What is more between the two where the one constructs the other. */
  static final int BETWEEN_CONSTRUCTIONS = 200;

  /** The Java frames between a built-in that calls back and what it calls. */
  static final int BETWEEN_CALLS = 1_700;

  /** The Java frames around a method that calls itself. */
  static final int BETWEEN_RECURSIONS = 450;

  private StackGuard() {}

  static long part(Selection selection, MethodNode method, int frames, int between) {
    return ((long) frames << 32) + between + 8L * selection.words(method);
  }

  /** In a method that has a Context in a local. */
  static void weave(MethodNode method, RhinoNames rhino, int context, long part) {
    String signature = "(" + rhino.contextDescriptor() + "J)V";
    InsnList enter = take(context, part);
    enter.add(Helper.STACK.call(rhino, "enterFrame", signature)); // cx, part ->
    InsnList exit = take(context, part);
    exit.add(Helper.STACK.call(rhino, "exitFrame", signature)); // cx, part ->
    Enclosure.weave(method, enter, exit, Frames.ofHandler(context, rhino.context()));
  }

  /** In a method that has none: the thread's is looked up, and kept in a new local. */
  static void weave(MethodNode method, RhinoNames rhino, long part) {
    weave(method, rhino, part, "enterNative");
  }

  /** In a method like that, where it is not the stack that counts, but the step. */
  static void weaveStep(MethodNode method, RhinoNames rhino) {
    InsnList step = new InsnList();
    step.add(new LdcInsnNode(1L)); // -> 1
    step.add(Helper.CHARGES.call(rhino, "steps", "(J)V")); // 1 ->
    AbstractInsnNode behind = AtOnce.end(method);
    if (behind == null) {
      method.instructions.insert(step);
    } else {
      method.instructions.insert(behind, step);
    }
    method.maxStack = Math.max(method.maxStack, 2);
  }

  /** The same in a method that is no step. */
  static void weavePassage(MethodNode method, RhinoNames rhino, long part) {
    weave(method, rhino, part, "enterPassage");
  }

  /**
   * In a built-in that calls back, which is given a Context first. All that cost no more than the
   * usual price pay that: what is not said is not there, and the JIT goes by the size of the code.
   */
  static void weaveBuiltIn(Selection selection, MethodNode method, RhinoNames rhino) {
    long part = part(selection, method, 1, BETWEEN_CALLS);
    boolean called = method.name.equals("call"); // and not constructed, as hosts do themselves
    if (part > TachographStack.BUILT_IN) { // a constant: the weaver loads no template
      weave(method, rhino, part, called ? "enterCall" : "enterNative");
      return;
    }
    int context = method.maxLocals;
    method.maxLocals++;
    Frames.addLocal(method, context, rhino.context());
    InsnList enter = new InsnList();
    enter.add(new VarInsnNode(Opcodes.ALOAD, 1)); // -> given
    String sameContext = "(" + rhino.contextDescriptor() + ")" + rhino.contextDescriptor();
    String entry =
        !selection.has(Part.NATIVE_STEPS)
            ? "enterBuiltInUnstepped"
            : called ? "enterBuiltIn" : "enterConstructor";
    enter.add(Helper.STACK.call(rhino, entry, sameContext)); // given -> cx
    enter.add(new VarInsnNode(Opcodes.ASTORE, context)); // cx ->
    InsnList exit = new InsnList();
    exit.add(new VarInsnNode(Opcodes.ALOAD, context)); // -> cx
    exit.add(Helper.STACK.call(rhino, "exitBuiltIn", "(" + rhino.contextDescriptor() + ")V"));
    Enclosure.weave(method, enter, exit, Frames.ofHandler(context, rhino.context()));
  }

  /** In such a built-in, where it is not the stack that counts, but the step. */
  static void weaveBuiltInStep(MethodNode method, RhinoNames rhino) {
    InsnList step = new InsnList();
    step.add(new VarInsnNode(Opcodes.ALOAD, 1)); // -> given
    step.add(Helper.STACK.call(rhino, "stepBuiltIn", "(" + rhino.contextDescriptor() + ")V"));
    method.instructions.insert(step);
    method.maxStack = Math.max(method.maxStack, 1);
  }

  private static void weave(MethodNode method, RhinoNames rhino, long part, String entry) {
    int context = method.maxLocals;
    method.maxLocals++;
    Frames.addLocal(method, context, rhino.context());
    AbstractInsnNode behind = AtOnce.end(method);
    if (behind != null) {
      InsnList none = new InsnList();
      none.add(new InsnNode(Opcodes.ACONST_NULL)); // -> null
      none.add(new VarInsnNode(Opcodes.ASTORE, context)); // null ->
      method.instructions.insert(none);
    }
    InsnList enter = new InsnList();
    enter.add(new LdcInsnNode(part)); // -> part
    String returnsContext = "(J)" + rhino.contextDescriptor();
    enter.add(Helper.STACK.call(rhino, entry, returnsContext)); // part -> cx
    enter.add(new VarInsnNode(Opcodes.ASTORE, context)); // cx ->
    InsnList exit = take(context, part);
    String signature = "(" + rhino.contextDescriptor() + "J)V";
    exit.add(Helper.STACK.call(rhino, "exitFrame", signature)); // cx, part ->
    Enclosure.weave(method, behind, enter, exit, Frames.ofHandler(context, rhino.context()));
  }

  /**
   * In a method that runs the interpreter: the frames that this one will put on the heap are given
   * back together with its own part, so that those of the one around it are kept in a new local.
   */
  static void weaveInterpreter(MethodNode method, RhinoNames rhino, int context, long part) {
    int outer = method.maxLocals;
    method.maxLocals++;
    Frames.addLocal(method, outer, Opcodes.INTEGER);
    InsnList enter = take(context, part);
    String returnsOuter = "(" + rhino.contextDescriptor() + "J)I";
    enter.add(Helper.STACK.call(rhino, "enterInterpreter", returnsOuter)); // cx, part -> outer
    enter.add(new VarInsnNode(Opcodes.ISTORE, outer)); // outer ->
    InsnList exit = take(context, part);
    exit.add(new VarInsnNode(Opcodes.ILOAD, outer)); // cx, part -> cx, part, outer
    String signature = "(" + rhino.contextDescriptor() + "JI)V";
    exit.add(Helper.STACK.call(rhino, "exitInterpreter", signature)); // cx, part, outer ->
    FrameNode handler = Frames.ofHandler(outer, Opcodes.INTEGER);
    handler.local.set(context, rhino.context());
    Enclosure.weave(method, enter, exit, handler);
  }

  private static InsnList take(int context, long part) {
    InsnList code = new InsnList();
    code.add(new VarInsnNode(Opcodes.ALOAD, context)); // -> cx
    code.add(new LdcInsnNode(part)); // cx -> cx, part
    return code;
  }
}
