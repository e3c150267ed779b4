package dev.tachograph.agent.weave;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The finally blocks of generators, which Rhino compiles as subroutines: a caller pushes a number
 * and jumps there; the block boxes it into a local variable, and its end switches over it to go
 * back to where that caller goes on.
 *
 * <p>Seen as plain jumps, every caller would lead to every other one's continuation, and impossible
 * cycles would appear. So a caller leads into the block and to its own continuation, and the switch
 * leads nowhere.
 */
final class FinallyCalls {
  /**
   * A call.
   *
   * @param push the instruction that pushes the number
   * @param continuation where the caller goes on
   */
  record Call(AbstractInsnNode push, LabelNode continuation) {}

  private final List<Call> calls = new ArrayList<>();
  private final List<TableSwitchInsnNode> returns = new ArrayList<>();

  /** By an instruction, those that lead to it. */
  private final Map<AbstractInsnNode, List<AbstractInsnNode>> ways = new HashMap<>();

  FinallyCalls(InsnList code) {
    for (AbstractInsnNode node : code) {
      AbstractInsnNode to =
          node instanceof JumpInsnNode jump
              ? next(jump.label)
              : node.getOpcode() >= 0 && !ends(node) ? next(node) : null;
      if (to != null && isBox(to)) {
        ways.computeIfAbsent(to, start -> new ArrayList<>()).add(node);
      }
    }
    Map<Integer, AbstractInsnNode> boxes = new HashMap<>();
    for (AbstractInsnNode node : code) {
      if (isBox(node) && next(node) instanceof VarInsnNode store) {
        boxes.put(store.var, node);
      }
      TableSwitchInsnNode exit = exitAt(node);
      AbstractInsnNode start = exit == null ? null : boxes.get(((VarInsnNode) node).var);
      if (exit != null && start != null) {
        pair(start, exit);
      }
    }
  }

  List<Call> calls() {
    return calls;
  }

  List<TableSwitchInsnNode> returns() {
    return returns;
  }

  /** {@code aload X; checkcast Integer; intValue; [goto S; S:] tableswitch}. */
  private static @Nullable TableSwitchInsnNode exitAt(AbstractInsnNode load) {
    if (load.getOpcode() != Opcodes.ALOAD || !isNext(load, Opcodes.CHECKCAST)) {
      return null;
    }
    AbstractInsnNode cast = next(load);
    AbstractInsnNode unbox = cast == null ? null : next(cast);
    if (!(unbox instanceof MethodInsnNode call) || !call.name.equals("intValue")) {
      return null;
    }
    AbstractInsnNode after = next(unbox);
    if (after instanceof JumpInsnNode jump && jump.getOpcode() == Opcodes.GOTO) {
      after = next(jump.label);
    }
    return after instanceof TableSwitchInsnNode exit ? exit : null;
  }

  /** How a block starts: {@code valueOf; astore X}. */
  private static boolean isBox(AbstractInsnNode node) {
    return node instanceof MethodInsnNode box
        && box.name.equals("valueOf")
        && box.owner.equals("java/lang/Integer")
        && isNext(box, Opcodes.ASTORE);
  }

  private void pair(AbstractInsnNode start, TableSwitchInsnNode exit) {
    List<Call> found = callers(start, exit);
    if (!found.isEmpty()) {
      calls.addAll(found);
      returns.add(exit);
    }
  }

  /** All ways into the block; none at all if one of them is no call. */
  private List<Call> callers(AbstractInsnNode start, TableSwitchInsnNode exit) {
    List<Call> found = new ArrayList<>();
    for (AbstractInsnNode node : ways.getOrDefault(start, List.of())) {
      AbstractInsnNode push = node instanceof JumpInsnNode ? previous(node) : node;
      int number = push == null ? -1 : GeneratorShape.pushedInt(push);
      int offset = number - exit.min;
      if (push == null || number < 0 || offset < 0 || offset >= exit.labels.size()) {
        return List.of();
      }
      found.add(new Call(push, exit.labels.get(offset)));
    }
    return found;
  }

  private static boolean ends(AbstractInsnNode node) {
    int opcode = node.getOpcode();
    return opcode == Opcodes.ATHROW || (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN);
  }

  private static boolean isNext(AbstractInsnNode node, int opcode) {
    AbstractInsnNode next = next(node);
    return next != null && next.getOpcode() == opcode;
  }

  private static @Nullable AbstractInsnNode next(AbstractInsnNode node) {
    AbstractInsnNode next = node.getNext();
    while (next != null && next.getOpcode() < 0) {
      next = next.getNext();
    }
    return next;
  }

  private static @Nullable AbstractInsnNode previous(AbstractInsnNode node) {
    AbstractInsnNode previous = node.getPrevious();
    while (previous != null && previous.getOpcode() < 0) {
      previous = previous.getPrevious();
    }
    return previous;
  }
}
