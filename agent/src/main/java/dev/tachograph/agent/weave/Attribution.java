package dev.tachograph.agent.weave;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Makes code tell which function and line runs, for hosts that want to know what each costs.
 *
 * <p>For Rhino from 1.9 on: there, compiled and interpreted functions have the same description.
 */
public final class Attribution {
  /** Rhino's description of a function. */
  private static final String DESCRIPTOR = "JSDescriptor";

  /** The field that it gets, for how costs name the function. */
  private static final String SITE = "tachograph$site";

  /** The interpreter's instruction that changes the line. */
  private static final String LINE_CHANGE = "Interpreter$DoLineChange";

  private Attribution() {}

  /** In a function or script that has been woven already: its own counts are its own costs. */
  static void function(MethodNode method, RhinoNames rhino, int context, int entered) {
    InsnList descriptor = new InsnList();
    descriptor.add(new VarInsnNode(Opcodes.ALOAD, entered)); // -> function
    descriptor.add(descriptorOf(rhino)); // function -> descriptor
    enclose(method, rhino, context, descriptor);
  }

  /** In a method that enters a function before its code runs. */
  static void enclose(MethodNode method, RhinoNames rhino, int context, InsnList descriptor) {
    int caller = method.maxLocals;
    method.maxLocals++;
    Frames.addLocal(method, caller, "java/lang/Object");
    InsnList enter = new InsnList();
    enter.add(new VarInsnNode(Opcodes.ALOAD, context)); // -> cx
    enter.add(descriptor); // cx -> cx, descriptor
    enter.add(call(rhino, "enter", descriptorType(rhino) + ")Ljava/lang/Object;")); // -> caller
    enter.add(new VarInsnNode(Opcodes.ASTORE, caller)); // caller ->
    InsnList leave = new InsnList();
    leave.add(new VarInsnNode(Opcodes.ALOAD, context)); // -> cx
    leave.add(new VarInsnNode(Opcodes.ALOAD, caller)); // cx -> cx, caller
    leave.add(call(rhino, "leave", "Ljava/lang/Object;)V")); // cx, caller ->
    FrameNode handler = Frames.ofHandler(caller, "java/lang/Object");
    handler.local.set(context, rhino.context());
    Enclosure.weave(method, enter, leave, handler);
  }

  /**
   * In any code of a script: a statement tells its line, unless the one before it in the text was
   * on the same, as in the interpreter's code. A generator tells it when it goes on.
   */
  static void lines(MethodNode method, RhinoNames rhino, int context) {
    Map<AbstractInsnNode, Integer> lines = new LinkedHashMap<>();
    GeneratorShape generator = GeneratorShape.of(method.instructions);
    Set<LabelNode> resumed = new HashSet<>();
    if (generator != null) {
      generator.yields().forEach(yield -> resumed.add(yield.resume()));
    }
    int last = 0;
    for (AbstractInsnNode node : method.instructions) {
      boolean changes = node instanceof LineNumberNode number && number.line != last;
      AbstractInsnNode at = changes || resumed.contains(node) ? nextCode(node) : null;
      last = node instanceof LineNumberNode number ? number.line : last;
      if (at != null) {
        lines.put(at, last); // of several for one instruction, the last one
      }
    }
    lines.forEach((at, line) -> tell(method, rhino, context, at, line));
    method.maxStack += 2;
  }

  private static void tell(
      MethodNode method, RhinoNames rhino, int context, AbstractInsnNode at, int line) {
    InsnList code = new InsnList();
    code.add(new VarInsnNode(Opcodes.ALOAD, context)); // -> cx
    code.add(new LdcInsnNode(line)); // cx -> cx, line
    code.add(call(rhino, "line", "I)V")); // cx, line ->
    if (at.getOpcode() == Opcodes.NEW) {
      method.instructions.insert(at, code); // stack maps may name the instruction itself
    } else {
      method.instructions.insertBefore(at, code);
    }
  }

  private static @Nullable AbstractInsnNode nextCode(AbstractInsnNode node) {
    AbstractInsnNode next = node.getNext();
    while (next != null && next.getOpcode() < 0) {
      next = next.getNext();
    }
    return next;
  }

  /** Whether a class of Rhino has to be changed beside the interpreter. */
  static boolean concerns(String internalName, RhinoNames rhino) {
    return internalName.equals(rhino.of(DESCRIPTOR)) || internalName.equals(rhino.of(LINE_CHANGE));
  }

  /** Changes it in place. */
  static void weave(ClassNode node, RhinoNames rhino) {
    if (node.name.equals(rhino.of(LINE_CHANGE))) {
      InterpreterAttribution.lines(node, rhino);
    } else {
      node.fields.add(
          new FieldNode(
              Opcodes.ACC_TRANSIENT | Opcodes.ACC_SYNTHETIC,
              SITE,
              "Ljava/lang/Object;",
              null,
              null));
    }
  }

  /** Whether a class of Mozilla's Rhino is another one with attribution than without. */
  public static boolean changes(String internalName) {
    return concerns(internalName, RhinoNames.MOZILLA)
        || internalName.equals(RhinoNames.MOZILLA.of("Interpreter"));
  }

  /** Asks a script or function for its description. */
  static MethodInsnNode descriptorOf(RhinoNames rhino) {
    return new MethodInsnNode(
        Opcodes.INVOKEINTERFACE,
        rhino.of("ScriptOrFn"),
        "getDescriptor",
        "()" + descriptorType(rhino),
        true);
  }

  static String descriptorType(RhinoNames rhino) {
    return "L" + rhino.of(DESCRIPTOR) + ";";
  }

  /**
   * @param signature without the Context, which comes first
   */
  static MethodInsnNode call(RhinoNames rhino, String name, String signature) {
    return Helper.FUNCTIONS.call(rhino, name, "(" + rhino.contextDescriptor() + signature);
  }
}
