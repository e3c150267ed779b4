package dev.tachograph.agent.weave;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Weaves the few classes of Rhino itself that start, interpret and compile scripts. */
final class RuntimeWeaver {
  /** The fields that {@code Context} gets: where its counters live. */
  private static final Map<String, String> CONTEXT_FIELDS =
      Map.ofEntries(
          entry("tachograph$iterations", "J"),
          entry("tachograph$iterationsLimit", "J"),
          entry("tachograph$functionCalls", "J"),
          entry("tachograph$functionCallsLimit", "J"),
          entry("tachograph$allocatedBytes", "J"),
          entry("tachograph$allocatedBytesLimit", "J"),
          entry("tachograph$nativeSteps", "J"),
          entry("tachograph$nativeStepsLimit", "J"),
          entry("tachograph$sourceChars", "J"),
          entry("tachograph$sourceCharsLimit", "J"),
          entry("tachograph$codeCredit", "J"),
          entry("tachograph$callsBefore", "J"),
          entry("tachograph$stackDepth", "J"),
          entry("tachograph$stackDepthLimit", "J"),
          entry("tachograph$stackRoom", "J"),
          entry("tachograph$interpreterFrames", "I"),
          entry("tachograph$stackBytes", "J"),
          entry("tachograph$stackBytesLimit", "J"),
          entry("tachograph$allocationAtOnce", "J"),
          entry("tachograph$allocationAtOnceLimit", "J"),
          entry("tachograph$thread", "Ljava/lang/Thread;"),
          entry("tachograph$evaluation", "Ljava/lang/Object;"),
          entry("tachograph$last", "Ljava/lang/Object;"),
          entry("tachograph$making", "Ljava/lang/Object;"),
          entry("tachograph$calls", "Ljava/lang/Object;"),
          entry("tachograph$stopped", "Z"));

  private final ClassNode node;
  private final RhinoNames rhino;
  private final boolean attributes;
  private final boolean late;

  /**
   * @param attributes whether costs are wanted by function and line
   * @param late whether the class is loaded already
   */
  RuntimeWeaver(ClassNode node, boolean attributes, boolean late) {
    this.node = node;
    this.attributes = attributes;
    this.late = late;
    this.rhino = RhinoNames.beside(node.name.replace("/optimizer/", "/"));
  }

  /** Whether the class is what its name says: many products have a class named Context. */
  boolean isRhino() {
    return switch (simpleName()) {
      case "Context" ->
          find("processMicrotasks") != null || find("observeInstructionCount") != null;
      case "ScriptRuntime" -> find("doTopCall") != null;
      case "Interpreter" -> find("interpretLoop") != null;
      case "InterpretedFunction", "JSFunction" -> find("resumeGenerator") != null;
      case "JSScript" -> find("exec") != null && node.interfaces.contains(rhino.of("Script"));
      case "Codegen" -> find("compileToClassFile") != null;
      default -> false;
    };
  }

  /**
   * Changes the class in place.
   *
   * @throws CannotWeaveException if a place that has to be woven is not where it is known to be
   */
  void weave(Selection selection) {
    switch (simpleName()) {
      case "Context" -> weaveContext();
      case "ScriptRuntime" -> boundaries("doTopCall");
      case "Interpreter" -> {
        new InterpreterWeaver(node, rhino, selection, attributes, late).weave();
        boundaries("resumeGenerator", "restartContinuation");
      }
      case "InterpretedFunction" -> boundaries("exec", "resumeGenerator");
      case "JSFunction" -> boundaries("construct", "resumeGenerator");
      case "JSScript" -> boundaries("exec");
      case "Codegen" -> weaveCompile();
      default -> throw new IllegalStateException(node.name);
    }
  }

  boolean isContext() {
    return simpleName().equals("Context");
  }

  RhinoNames rhino() {
    return rhino;
  }

  private String simpleName() {
    return node.name.substring(node.name.lastIndexOf('/') + 1);
  }

  private void weaveContext() {
    if (!late) {
      addFields();
    }
    for (MethodNode method : node.methods) {
      if (method.name.equals("<init>")) {
        onReturn(
            method, code -> code.add(Helper.EVALUATIONS.call(rhino, "created", "(" + cx() + ")V")));
      }
    }
    for (MethodNode method : node.methods) {
      if (method.name.equals("compileImpl") && (method.access & Opcodes.ACC_STATIC) == 0) {
        weaveCompile(method);
      }
    }
    MethodNode enqueue = find("enqueueMicrotask");
    MethodNode drain = find("processMicrotasks");
    if (enqueue != null && drain != null) {
      ownJobs(enqueue);
      drainJobs(drain);
    }
  }

  private void addFields() {
    node.fields.add(
        new FieldNode(
            Opcodes.ACC_TRANSIENT | Opcodes.ACC_SYNTHETIC, "tachograph$outer", cx(), null, null));
    // In the same order in every JVM.
    new TreeMap<>(CONTEXT_FIELDS)
        .forEach(
            (name, descriptor) ->
                node.fields.add(
                    new FieldNode(
                        Opcodes.ACC_TRANSIENT | Opcodes.ACC_SYNTHETIC,
                        name,
                        descriptor,
                        null,
                        null)));
  }

  /** Compiling opens an evaluation, in which what is parsed is charged. */
  private void weaveCompile(MethodNode method) {
    String specification = "L" + rhino.of("CompileSpec") + ";";
    int specified = Frames.parameter(method, specification);
    if (specified < 0) {
      EvaluationBoundary.weave(method, rhino, 0, sourceNameOf(method), "enterCompile");
      return;
    }
    int name = method.maxLocals; // lives until the evaluation is open
    method.maxLocals++;
    EvaluationBoundary.weave(method, rhino, 0, name, "enterCompile");
    InsnList code = new InsnList();
    code.add(new VarInsnNode(Opcodes.ALOAD, specified)); // -> specification
    code.add(
        new MethodInsnNode(
            Opcodes.INVOKEVIRTUAL,
            rhino.of("CompileSpec"),
            "getSourceName",
            "()Ljava/lang/String;",
            false)); // specification -> name
    code.add(new VarInsnNode(Opcodes.ASTORE, name)); // name ->
    method.instructions.insert(code);
  }

  /** The last parameter before the line number: of the two texts, the name and not the source. */
  private static int sourceNameOf(MethodNode method) {
    int local = 1;
    int last = -1;
    for (Type argument : Type.getArgumentTypes(method.desc)) {
      if (argument.getSort() == Type.INT && last >= 0) {
        return last;
      }
      last = argument.getDescriptor().equals("Ljava/lang/String;") ? local : last;
      local += argument.getSize();
    }
    throw new CannotWeaveException("compileImpl does not tell what it compiles");
  }

  /** {@code enqueueMicrotask(task)}: remembers which evaluation queued the job. */
  private void ownJobs(MethodNode enqueue) {
    InsnList code = new InsnList();
    code.add(new VarInsnNode(Opcodes.ALOAD, 0)); // -> cx
    code.add(new VarInsnNode(Opcodes.ALOAD, 1)); // cx -> cx, task
    code.add(
        Helper.JOBS.call(
            rhino, "job", "(" + cx() + "Ljava/lang/Runnable;)Ljava/lang/Runnable;")); // -> job
    code.add(new VarInsnNode(Opcodes.ASTORE, 1)); // job ->
    enqueue.instructions.insert(code);
    enqueue.maxStack = Math.max(enqueue.maxStack, 2);
  }

  /** {@code processMicrotasks()}: its loop is in the helper, which knows whose the jobs are. */
  private void drainJobs(MethodNode drain) {
    FieldInsnNode queue = null;
    FieldInsnNode loaded = null;
    int calls = 0;
    for (AbstractInsnNode instruction : drain.instructions) {
      if (instruction instanceof FieldInsnNode field) {
        loaded = field;
      } else if (instruction instanceof MethodInsnNode call && !Helper.isOne(rhino, call.owner)) {
        if (call.name.equals("poll") && loaded != null) {
          queue = loaded;
          calls = 0;
        }
        calls++;
      }
    }
    if (queue == null || !queue.desc.equals("Ljava/util/ArrayDeque;") || calls != 2) {
      throw new CannotWeaveException("processMicrotasks does more than drain a queue");
    }
    InsnList code = new InsnList();
    code.add(new VarInsnNode(Opcodes.ALOAD, 0)); // -> cx
    code.add(new VarInsnNode(Opcodes.ALOAD, 0)); // cx -> cx, cx
    code.add(new FieldInsnNode(Opcodes.GETFIELD, queue.owner, queue.name, queue.desc)); // -> queue
    code.add(
        Helper.JOBS.call(rhino, "drain", "(" + cx() + "Ljava/util/ArrayDeque;)V")); // cx, queue ->
    code.add(new InsnNode(Opcodes.RETURN));
    AbstractInsnNode loop = queue.getPrevious(); // loads the Context
    while (loop.getNext() != null) {
      drain.instructions.remove(loop.getNext());
    }
    drain.instructions.insertBefore(loop, code);
    drain.instructions.remove(loop);
    drain.tryCatchBlocks.clear();
    drain.localVariables = null;
    drain.maxStack = Math.max(drain.maxStack, 2);
  }

  /** Classes that cannot be metered are reported to Rhino while it can still interpret instead. */
  private void weaveCompile() {
    for (MethodNode method : node.methods) {
      if (!method.name.equals("compile")) {
        continue;
      }
      for (AbstractInsnNode instruction : method.instructions) {
        if (instruction instanceof MethodInsnNode call
            && call.name.equals("compileToClassFile")
            && call.desc.endsWith(")[B")) {
          InsnList code = new InsnList();
          code.add(new InsnNode(Opcodes.DUP)); // bytes -> bytes, bytes
          code.add(Helper.EVALUATIONS.call(rhino, "compiled", "([B)V")); // bytes, bytes -> bytes
          method.instructions.insert(call, code);
          method.maxStack += 1;
          return;
        }
      }
    }
    throw new CannotWeaveException("the compiler does not call compileToClassFile");
  }

  private void boundaries(String... names) {
    boolean found = false;
    for (MethodNode method : node.methods) {
      if (List.of(names).contains(method.name)
          && (method.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_BRIDGE)) == 0) {
        found |= boundary(method);
      }
    }
    if (!found) {
      throw new CannotWeaveException("no way into scripts found in " + node.name);
    }
  }

  private boolean boundary(MethodNode method) {
    int context = Frames.parameter(method, cx());
    if (context < 0) {
      return false;
    }
    EvaluationBoundary.weave(method, rhino, context, entryOf(method));
    return true;
  }

  /** What is entered: {@code this}, or the first parameter of a static method. */
  private static int entryOf(MethodNode method) {
    assert method.maxLocals > 0;
    return 0;
  }

  private void onReturn(MethodNode method, java.util.function.Consumer<InsnList> emit) {
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction.getOpcode() == Opcodes.RETURN) {
        InsnList code = new InsnList();
        code.add(new VarInsnNode(Opcodes.ALOAD, 0)); // -> this
        emit.accept(code); // this ->
        method.instructions.insertBefore(instruction, code);
      }
    }
    method.maxStack = Math.max(method.maxStack, 1);
  }

  private @Nullable MethodNode find(String name) {
    for (MethodNode method : node.methods) {
      if (method.name.equals(name)) {
        return method;
      }
    }
    return null;
  }

  private String cx() {
    return rhino.contextDescriptor();
  }
}
