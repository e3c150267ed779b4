package dev.tachograph.agent.weave;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * The control flow of one method by instruction index.
 *
 * <p>A generator leaves at a {@code yield} and comes back through a switch at its start. For the
 * script that is one step forward, so here it is an edge from the yield to the place where it
 * resumes, and the switch has an edge to the first start alone. Likewise, a call of a subroutine
 * leads into it and to what comes behind the call, and its end leads nowhere.
 */
final class FlowGraph {
  private static final int[] NONE = {};

  private final InsnList code;
  private final int[][] successors;
  private final List<TryCatchBlockNode> handlers;

  FlowGraph(MethodNode method) {
    code = method.instructions;
    handlers = method.tryCatchBlocks;
    successors = new int[code.size()][];
    for (int i = 0; i < successors.length; i++) {
      successors[i] = successorsOf(code.get(i), i);
    }
    joinYields();
  }

  int size() {
    return successors.length;
  }

  /** Where control goes after the instruction when it throws nothing. */
  int[] successors(int index) {
    return successors[index];
  }

  List<TryCatchBlockNode> handlers() {
    return handlers;
  }

  int indexOf(LabelNode label) {
    return code.indexOf(label);
  }

  private int[] successorsOf(AbstractInsnNode instruction, int index) {
    int opcode = instruction.getOpcode();
    if (instruction instanceof JumpInsnNode jump) {
      int target = indexOf(jump.label);
      return opcode == Opcodes.GOTO ? new int[] {target} : new int[] {index + 1, target};
    }
    if (instruction instanceof TableSwitchInsnNode table) {
      return targets(table.labels, table.dflt);
    }
    if (instruction instanceof LookupSwitchInsnNode lookup) {
      return targets(lookup.labels, lookup.dflt);
    }
    boolean ends =
        opcode == Opcodes.ATHROW
            || opcode == Opcodes.RET
            || (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN);
    return ends || index + 1 == code.size() ? NONE : new int[] {index + 1};
  }

  private int[] targets(List<LabelNode> labels, LabelNode otherwise) {
    int[] targets = new int[labels.size() + 1];
    for (int i = 0; i < labels.size(); i++) {
      targets[i] = indexOf(labels.get(i));
    }
    targets[labels.size()] = indexOf(otherwise);
    return Arrays.stream(targets).distinct().toArray();
  }

  private void joinYields() {
    GeneratorShape shape = GeneratorShape.of(code);
    if (shape == null) {
      return;
    }
    successors[at(shape.dispatch())] = new int[] {indexOf(shape.start())};
    FinallyCalls blocks = new FinallyCalls(code);
    blocks.returns().forEach(end -> successors[at(end)] = NONE);
    for (FinallyCalls.Call call : blocks.calls()) {
      int push = at(call.push());
      int[] targets = Arrays.copyOf(successors[push], successors[push].length + 1);
      targets[targets.length - 1] = indexOf(call.continuation());
      successors[push] = targets;
    }
    for (GeneratorShape.Yield yield : shape.yields()) {
      successors[at(yield.exit())] = new int[] {indexOf(yield.resume())};
    }
  }

  private int at(AbstractInsnNode instruction) {
    return code.indexOf(instruction);
  }

  /** Whether some cycle has no edge of those given as pairs (source, target). */
  boolean hasCycleWithout(List<int[]> cut) {
    int nodes = size();
    List<List<Integer>> edges = new ArrayList<>(nodes + handlers.size());
    for (int i = 0; i < nodes; i++) {
      List<Integer> next = new ArrayList<>(2);
      for (int target : successors[i]) {
        next.add(target);
      }
      edges.add(next);
    }
    for (int[] edge : cut) {
      edges.get(edge[0]).remove((Object) edge[1]);
    }
    for (TryCatchBlockNode block : handlers) {
      int node = edges.size();
      edges.add(List.of(indexOf(block.handler)));
      for (int i = indexOf(block.start); i < indexOf(block.end); i++) {
        if (canThrow(code.get(i).getOpcode())) {
          edges.get(i).add(node);
        }
      }
    }
    return hasCycle(edges);
  }

  /** Whether the instruction may throw at all: moves, constants and jumps do not. */
  private static boolean canThrow(int opcode) {
    boolean moves =
        opcode <= Opcodes.ALOAD
            || (opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE)
            || (opcode >= Opcodes.POP && opcode <= Opcodes.SWAP);
    boolean jumps =
        (opcode >= Opcodes.IFEQ && opcode <= Opcodes.LOOKUPSWITCH)
            || opcode == Opcodes.IFNULL
            || opcode == Opcodes.IFNONNULL;
    return !moves && !jumps && opcode != Opcodes.IINC;
  }

  private static boolean hasCycle(List<List<Integer>> edges) {
    int[] incoming = new int[edges.size()];
    edges.forEach(targets -> targets.forEach(target -> incoming[target]++));
    int[] ready = new int[edges.size()];
    int head = 0;
    int tail = 0;
    for (int i = 0; i < incoming.length; i++) {
      if (incoming[i] == 0) {
        ready[tail++] = i;
      }
    }
    while (head < tail) {
      for (int target : edges.get(ready[head++])) {
        if (--incoming[target] == 0) {
          ready[tail++] = target;
        }
      }
    }
    return tail < incoming.length;
  }
}
