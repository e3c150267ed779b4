package dev.tachograph.agent.weave;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * What a script threw tells its message by {@code details()}. From Rhino 1.7.14 on that is made
 * when it is thrown; before, when a host asks, and the script's evaluation may have ended. What it
 * takes is then counted for the evaluation that threw.
 *
 * <pre>
 *     Context counter = counter(this);
 *     try { begin(this, thrower, counter); ...; [on return] }
 *     catch (Throwable t) { return failed(t, this, counter); }
 *     on return: return made(text, this, counter);
 * </pre>
 */
final class LateMessages {
  private static final String EXCEPTION = "JavaScriptException";
  private static final String THROWER = "tachograph$thrower";
  private static final String OBJECT = "Ljava/lang/Object;";
  private static final String TEXT = "Ljava/lang/String;";

  private final ClassNode node;
  private final RhinoNames rhino;
  private final boolean late;
  private final String thrown;

  /**
   * @param late whether the class is loaded already, and can get no field
   */
  LateMessages(ClassNode node, RhinoNames rhino, boolean late) {
    this.node = node;
    this.rhino = rhino;
    this.late = late;
    this.thrown = "L" + node.name + ";";
  }

  /** Whether the class is the one whose messages are made when they are asked for. */
  boolean isConcerned() {
    return details() != null;
  }

  /** Changes the class in place. */
  void weave() {
    MethodNode details = details();
    if (details == null) {
      throw new CannotWeaveException(node.name + " has its messages already");
    }
    if (!late) {
      node.fields.add(
          new FieldNode(
              Opcodes.ACC_PRIVATE | Opcodes.ACC_TRANSIENT | Opcodes.ACC_SYNTHETIC,
              THROWER,
              OBJECT,
              null,
              null));
      node.methods.stream()
          .filter(method -> method.name.equals("<init>"))
          .forEach(this::rememberThrower);
    }
    enclose(details);
  }

  private @Nullable MethodNode details() {
    if (!rhino.relative(node.name).equals(EXCEPTION)) {
      return null;
    }
    for (MethodNode method : node.methods) {
      if (method.name.equals("details") && method.desc.equals("()" + TEXT)) {
        for (AbstractInsnNode instruction : method.instructions) {
          if (instruction instanceof MethodInsnNode) {
            return method;
          }
        }
      }
    }
    return null;
  }

  private void rememberThrower(MethodNode constructor) {
    for (AbstractInsnNode instruction : constructor.instructions) {
      if (instruction.getOpcode() == Opcodes.RETURN) {
        InsnList code = new InsnList();
        code.add(new VarInsnNode(Opcodes.ALOAD, 0)); // -> this
        code.add(Helper.TEXTS.call(rhino, "thrower", "()" + OBJECT)); // this -> this, thrower
        code.add(new FieldInsnNode(Opcodes.PUTFIELD, node.name, THROWER, OBJECT));
        constructor.instructions.insertBefore(instruction, code);
      }
    }
    constructor.maxStack = Math.max(constructor.maxStack, 2);
  }

  private void enclose(MethodNode details) {
    int counter = details.maxLocals;
    details.maxLocals++;
    Frames.addLocal(details, counter, rhino.context());
    InsnList begin = new InsnList();
    begin.add(new VarInsnNode(Opcodes.ALOAD, 0)); // -> this
    if (late) {
      begin.add(new InsnNode(Opcodes.ACONST_NULL)); // this -> this, thrower
    } else {
      begin.add(new VarInsnNode(Opcodes.ALOAD, 0)); // this -> this, this
      begin.add(
          new FieldInsnNode(Opcodes.GETFIELD, node.name, THROWER, OBJECT)); // -> this, thrower
    }
    begin.add(new VarInsnNode(Opcodes.ALOAD, counter)); // -> this, thrower, counter
    begin.add(
        Helper.TEXTS.call(
            rhino, "begin", "(" + thrown + OBJECT + rhino.contextDescriptor() + ")V"));
    details.instructions.insert(begin);
    InsnList enter = new InsnList();
    enter.add(new VarInsnNode(Opcodes.ALOAD, 0)); // -> this
    enter.add(Helper.TEXTS.call(rhino, "counter", "(" + thrown + ")" + rhino.contextDescriptor()));
    enter.add(new VarInsnNode(Opcodes.ASTORE, counter)); // counter ->
    FrameNode frame = Frames.ofHandler(counter, rhino.context());
    frame.local.set(0, node.name);
    InsnList failed = end("failed", "Ljava/lang/Throwable;", counter);
    failed.add(new InsnNode(Opcodes.ARETURN));
    Enclosure.weave(details, null, enter, end("made", TEXT, counter), failed, frame);
  }

  /** Takes the text or what was thrown, and leaves the text. */
  private InsnList end(String name, String taken, int counter) {
    InsnList code = new InsnList();
    code.add(new VarInsnNode(Opcodes.ALOAD, 0)); // taken -> taken, this
    code.add(new VarInsnNode(Opcodes.ALOAD, counter)); // taken, this -> taken, this, counter
    code.add(
        Helper.TEXTS.call(
            rhino, name, "(" + taken + thrown + rhino.contextDescriptor() + ")" + TEXT));
    return code;
  }
}
