package dev.tachograph.agent.weave;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Counts the rounds of every loop in a method of Rhino: in a new local variable, which tells the
 * meter at each block of 128 rounds. What is left at the end is dropped, so that the number depends
 * on nothing but the call itself.
 *
 * <p>In as few bytes as possible: whether the JIT puts a method into its callers depends on its
 * size in bytecode, and methods that look up properties are loops. The branch is in each method and
 * not in a helper that all share: the JIT leaves out what a loop has never done.
 */
final class NativeLoops {
  private static final int BLOCK_MASK = 127;

  private NativeLoops() {}

  /** Changes the method in place; does nothing to a method without loops. */
  static void weave(MethodNode method, RhinoNames rhino) {
    Map<LabelNode, List<JumpInsnNode>> loops = backEdges(method);
    if (loops.isEmpty()) {
      return;
    }
    int rounds = method.maxLocals;
    method.maxLocals++;
    Frames.addLocal(method, rounds, Opcodes.INTEGER);
    loops.forEach(
        (header, jumps) -> {
          List<JumpInsnNode> led = new ArrayList<>();
          for (JumpInsnNode jump : jumps) {
            if (jump.getOpcode() == Opcodes.GOTO && !isProtected(method, jump)) {
              method.instructions.insertBefore(jump, count(rhino, rounds, header));
            } else {
              led.add(jump);
            }
          }
          if (!led.isEmpty()) {
            BackEdges.lead(method, header, led, count(rhino, rounds, header));
          }
        });
    InsnList start = new InsnList();
    start.add(new InsnNode(Opcodes.ICONST_0)); // -> 0
    start.add(new VarInsnNode(Opcodes.ISTORE, rounds)); // 0 ->
    method.instructions.insert(start);
    method.maxStack += 2;
  }

  /** Goes on at the header, or behind itself at the end of a block. */
  private static InsnList count(RhinoNames rhino, int rounds, LabelNode header) {
    InsnList code = new InsnList();
    code.add(new IincInsnNode(rounds, 1));
    code.add(new VarInsnNode(Opcodes.ILOAD, rounds)); // -> n
    code.add(new IntInsnNode(Opcodes.BIPUSH, BLOCK_MASK)); // n -> n, 127
    code.add(new InsnNode(Opcodes.IAND)); // n, 127 -> rest
    code.add(new JumpInsnNode(Opcodes.IFNE, header)); // rest ->
    code.add(Helper.CHARGES.call(rhino, "nativeBlock", "()V"));
    return code;
  }

  /** Whether a handler of the method would catch what is thrown there. */
  private static boolean isProtected(MethodNode method, JumpInsnNode jump) {
    int at = method.instructions.indexOf(jump);
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      if (method.instructions.indexOf(block.start) < at
          && at < method.instructions.indexOf(block.end)) {
        return true;
      }
    }
    return false;
  }

  /** Every jump back, whatever it is for: for the work that it leads to, all are alike. */
  private static Map<LabelNode, List<JumpInsnNode>> backEdges(MethodNode method) {
    Map<LabelNode, List<JumpInsnNode>> found = new LinkedHashMap<>();
    AbstractInsnNode[] code = method.instructions.toArray();
    for (int i = 0; i < code.length; i++) {
      if (code[i] instanceof JumpInsnNode jump && isBack(method, jump.label, i)) {
        found.computeIfAbsent(jump.label, label -> new ArrayList<>()).add(jump);
      } else if (code[i] instanceof TableSwitchInsnNode choice) {
        choice.dflt = forward(method, choice.dflt, i, found);
        choice.labels = forward(method, choice.labels, i, found);
      } else if (code[i] instanceof LookupSwitchInsnNode choice) {
        choice.dflt = forward(method, choice.dflt, i, found);
        choice.labels = forward(method, choice.labels, i, found);
      }
    }
    return found;
  }

  private static boolean isBack(MethodNode method, LabelNode target, int from) {
    return method.instructions.indexOf(target) < from;
  }

  private static List<LabelNode> forward(
      MethodNode method,
      List<LabelNode> targets,
      int from,
      Map<LabelNode, List<JumpInsnNode>> found) {
    List<LabelNode> forward = new ArrayList<>();
    targets.forEach(target -> forward.add(forward(method, target, from, found)));
    return forward;
  }

  /** A switch that goes back goes to a jump at the method's end that does. */
  private static LabelNode forward(
      MethodNode method, LabelNode target, int from, Map<LabelNode, List<JumpInsnNode>> found) {
    if (!isBack(method, target, from)) {
      return target;
    }
    LabelNode detour = new LabelNode(new Label());
    JumpInsnNode jump = new JumpInsnNode(Opcodes.GOTO, target);
    method.instructions.add(detour);
    FrameNode frame = BackEdges.frameAt(target);
    if (frame != null) {
      method.instructions.add(BackEdges.copy(frame));
    }
    method.instructions.add(jump);
    found.computeIfAbsent(target, label -> new ArrayList<>()).add(jump);
    return detour;
  }
}
