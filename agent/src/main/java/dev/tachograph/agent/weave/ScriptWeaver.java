package dev.tachograph.agent.weave;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
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
  private final Set<Counter> used = EnumSet.noneOf(Counter.class);

  ScriptWeaver(ClassNode script, ScriptShape shape) {
    this.script = script;
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
      if (shape.isEntry(method)) {
        EvaluationBoundary.weave(method, rhino, shape.contextLocal(method), 0);
      } else if (shape.isBody(method)) {
        weaveBody(method);
      } else if (!Loops.find(method).isEmpty()) {
        throw new CannotWeaveException("an unexpected loop in method " + method.name);
      }
    }
    for (Counter counter : used) {
      script.methods.add(counter.method(rhino));
    }
  }

  private void weaveBody(MethodNode method) {
    int context = shape.contextLocal(method);
    if (context < 0) {
      throw new CannotWeaveException("no Context among the parameters of " + method.name);
    }
    int before = CodeSize.of(method.instructions);
    Map<LabelNode, List<JumpInsnNode>> loops = Loops.find(method);
    loops.forEach((header, jumps) -> countBackEdges(method, context, header, jumps));
    guardHandlers(method, context);
    if (shape.isFunctionEntry(method)) {
      method.instructions.insert(count(context, Counter.FUNCTION_CALLS));
      method.maxStack = Math.max(method.maxStack, 1);
    }
    if (before <= HUGE_METHOD && CodeSize.of(method.instructions) > HUGE_METHOD) {
      Peephole.shrink(method);
    }
  }

  private InsnList count(int context, Counter counter) {
    used.add(counter);
    return call(context, script.name, counter.methodName());
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

  /**
   * Leads the back-edges over a counter in front of the loop's first instruction.
   *
   * <pre>
   *     [goto H]            if the code before falls through
   *  L: tick(cx)            back-edges arrive here
   *  H: ...                 everybody else
   * </pre>
   */
  private void countBackEdges(
      MethodNode method, int context, LabelNode header, List<JumpInsnNode> jumps) {
    InsnList code = method.instructions;
    AbstractInsnNode first = startOfGroup(header);
    FrameNode frame = frameAt(header);
    checkContext(method, frame, context);
    InsnList stub = new InsnList();
    detachRangeEnds(method, first, header, stub);
    if (fallsThrough(first.getPrevious())) {
      stub.add(new JumpInsnNode(Opcodes.GOTO, header));
    }
    LabelNode tick = new LabelNode(new Label());
    stub.add(tick);
    if (frame != null) {
      stub.add(copy(frame));
    }
    stub.add(count(context, Counter.ITERATIONS));
    code.insertBefore(first, stub);
    for (JumpInsnNode jump : jumps) {
      jump.label = tick;
    }
    int depth = frame == null || frame.stack == null ? 0 : frame.stack.size() * 2;
    method.maxStack = Math.max(method.maxStack, depth + 1);
  }

  /** Protected ranges that end at the header must not come to cover the counter in front of it. */
  private static void detachRangeEnds(
      MethodNode method, AbstractInsnNode first, LabelNode header, InsnList stub) {
    Set<LabelNode> group = new LinkedHashSet<>();
    for (AbstractInsnNode node = first; node.getOpcode() < 0; node = node.getNext()) {
      if (node instanceof LabelNode label) {
        group.add(label);
      }
      if (node.getNext() == null) {
        throw new CannotWeaveException("a loop starts at the end of " + method.name);
      }
    }
    LabelNode end = new LabelNode(new Label());
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      if (group.contains(block.end) && !group.contains(block.start)) {
        block.end = end;
      }
    }
    assert group.contains(header);
    stub.add(end);
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
        FrameNode frame = frameAt(handler);
        checkContext(method, frame, context);
        method.instructions.insert(position, call(context, rhino.helper(), "guard"));
        method.maxStack = Math.max(method.maxStack, 2);
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
    throw new CannotWeaveException("the Context is lost in " + method.name);
  }

  private static AbstractInsnNode startOfGroup(LabelNode label) {
    AbstractInsnNode first = label;
    while (isMark(first.getPrevious())) {
      first = first.getPrevious();
    }
    return first;
  }

  private static boolean isMark(@Nullable AbstractInsnNode node) {
    return node instanceof LabelNode || node instanceof LineNumberNode || node instanceof FrameNode;
  }

  private static @Nullable FrameNode frameAt(LabelNode label) {
    for (AbstractInsnNode node = label; node != null; node = node.getNext()) {
      if (node instanceof FrameNode frame) {
        return frame;
      }
      if (node.getOpcode() >= 0) {
        break;
      }
    }
    return null;
  }

  private static FrameNode copy(FrameNode frame) {
    return new FrameNode(
        Opcodes.F_NEW,
        frame.local.size(),
        frame.local.toArray(),
        frame.stack.size(),
        frame.stack.toArray());
  }

  private static boolean fallsThrough(@Nullable AbstractInsnNode previous) {
    @Nullable AbstractInsnNode node = previous;
    while (node != null && node.getOpcode() < 0) {
      node = node.getPrevious();
    }
    if (node == null) {
      return true;
    }
    int opcode = node.getOpcode();
    return !(opcode == Opcodes.GOTO
        || opcode == Opcodes.ATHROW
        || opcode == Opcodes.TABLESWITCH
        || opcode == Opcodes.LOOKUPSWITCH
        || (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN));
  }
}
