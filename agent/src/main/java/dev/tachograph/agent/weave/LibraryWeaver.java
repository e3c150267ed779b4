package dev.tachograph.agent.weave;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Puts counters and charges into any class of Rhino itself: its built-ins, parser and compilers.
 *
 * <p>Rounds of loops are counted everywhere; what is allocated, and what calls itself, by {@link
 * Tariff}.
 */
final class LibraryWeaver {
  private static final String TWO_PARTS = "(Ljava/lang/CharSequence;Ljava/lang/CharSequence;";

  private final ClassNode node;
  private final RhinoNames rhino;
  private final String name;
  private final boolean hasRopes;
  private final Selection selection;

  LibraryWeaver(ClassNode node, RhinoNames rhino, Selection selection) {
    this.node = node;
    this.selection = selection;
    this.rhino = rhino;
    this.name = rhino.relative(node.name);
    this.hasRopes = ModeParity.hasRopes(node, rhino);
  }

  /**
   * Changes the class in place.
   *
   * @return the methods that are different now, by name and descriptor
   */
  Map<String, MethodNode> weave() {
    Map<String, MethodNode> changed = new HashMap<>();
    for (MethodNode method : node.methods) {
      AbstractInsnNode[] before = method.instructions.toArray();
      if (before.length > 0 && !isDispatchLoop(method)) {
        weave(method);
        if (!Arrays.equals(before, method.instructions.toArray())) {
          changed.put(method.name + method.desc, method);
        }
      }
    }
    return changed;
  }

  private void weave(MethodNode method) {
    boolean bytes = !Tariff.isExemptFromBytes(name, method.name);
    boolean allocations = selection.has(Part.ALLOCATED_BYTES);
    if (selection.hasNative()) {
      ModeParity.weave(name, method, rhino, hasRopes);
    }
    guardOverflowHandlers(method);
    if (selection.has(Part.NATIVE_STEPS)) {
      NativeLoops.weave(method, rhino);
    }
    if (selection.hasCharges()) {
      chargeCalls(method, bytes);
      if (!Tariff.isCompiler(name)) {
        Concatenations.weave(name, method, rhino);
      }
    }
    if (allocations) {
      SymbolRegistry.weave(name, method, rhino);
    }
    if (allocations && bytes && !isOneOf(Tariff.ARGUMENTS.getOrDefault(name, Set.of()), method)) {
      chargeArrays(method);
    }
    if (allocations) {
      LargeValues.weave(name, method, rhino);
    }
    if (!method.name.equals("<init>")) {
      guardStack(method);
    } else if (allocations) {
      chargeConstruction(method);
    }
    chargeSource(method);
    if (allocations) {
      chargeCode(method);
      chargeBlock(method);
    }
    if (selection.hasCharges() && HostCalls.isOne(name, method)) {
      HostCalls.weave(name, method, rhino);
    }
  }

  /** The interpreter's own loop: its rounds are the script's instructions. */
  private boolean isDispatchLoop(MethodNode method) {
    return name.equals("Interpreter")
        && (method.name.equals("interpretLoop") || method.name.equals("interpretFunction"));
  }

  /** Rhino makes an ordinary error of a full stack here and there: a script could go on. */
  private void guardOverflowHandlers(MethodNode method) {
    Set<LabelNode> handlers = new LinkedHashSet<>();
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      if ("java/lang/StackOverflowError".equals(block.type)) {
        handlers.add(block.handler);
      }
    }
    for (LabelNode handler : handlers) {
      AbstractInsnNode position = handler;
      while (position.getNext() != null && position.getNext().getOpcode() < 0) {
        position = position.getNext();
      }
      method.instructions.insert(position, Helper.STACK.call(rhino, "overflowed", "()V"));
    }
  }

  private void chargeConstruction(MethodNode method) {
    Integer bytes = Tariff.CONSTRUCTIONS.get(name);
    boolean delegates = callsThis(method);
    if (bytes != null && !delegates) {
      method.instructions.insert(construction(method, bytes));
      method.maxStack = Math.max(method.maxStack, 3);
    }
    int kept = Frames.parameter(method, "[Ljava/lang/Object;");
    if (kept >= 0 && Tariff.RETAINED.contains(name) && !delegates) {
      InsnList code = new InsnList();
      code.add(new VarInsnNode(Opcodes.ALOAD, kept)); // -> array
      code.add(Helper.CHARGES.call(rhino, "kept", "([Ljava/lang/Object;)V")); // array ->
      method.instructions.insert(code);
      method.maxStack = Math.max(method.maxStack, 1);
    }
    if (name.equals("ConsString") && method.desc.startsWith(TWO_PARTS)) {
      InsnList code = new InsnList();
      code.add(new VarInsnNode(Opcodes.ALOAD, 1)); // -> left
      code.add(new VarInsnNode(Opcodes.ALOAD, 2)); // left -> left, right
      code.add(Helper.CHARGES.call(rhino, "rope", TWO_PARTS + ")V")); // left, right ->
      method.instructions.insert(code);
      method.maxStack = Math.max(method.maxStack, 2);
    }
    if (name.equals(Tariff.EXCEPTION) && !delegates) {
      method.instructions.insert(Helper.CHARGES.call(rhino, "exception", "()V"));
    }
  }

  private InsnList construction(MethodNode method, int bytes) {
    InsnList charge = charge(bytes);
    int previous = Frames.parameter(method, "L" + node.name + ";");
    if (Tariff.CHAINED.contains(name) && previous >= 0) {
      charge = new InsnList();
      charge.add(new VarInsnNode(Opcodes.ALOAD, previous)); // -> previous
      charge.add(new LdcInsnNode((long) bytes)); // previous -> previous, bytes
      charge.add(Helper.CHARGES.call(rhino, "chained", "(Ljava/lang/Object;J)V")); // ->
    }
    return charge;
  }

  private boolean callsThis(MethodNode method) {
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof MethodInsnNode call && call.name.equals("<init>")) {
        if (call.owner.equals(node.name)) {
          return true;
        }
        if (call.owner.equals(node.superName)) {
          return false;
        }
      }
    }
    return false;
  }

  private void chargeCalls(MethodNode method, boolean bytes) {
    boolean allocations = selection.has(Part.ALLOCATED_BYTES);
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      if (!(instruction instanceof MethodInsnNode call)) {
        continue;
      }
      String key = call.owner + "." + call.name + call.desc;
      boolean parses = call.name.equals("<init>") && call.owner.startsWith("java/math/Big");
      if (parses && call.desc.startsWith("(Ljava/lang/String;")) {
        chargeParsing(method, call);
      } else if (name.startsWith("xmlimpl/") && XmlCalls.charge(method, call, rhino)) {
        method.maxStack += 2;
      } else if (allocations && isCopy(call)) {
        String copies = "(Ljava/lang/Object;)Ljava/lang/Object;";
        method.instructions.set(call, Helper.COLLECTIONS.call(rhino, "clone", copies));
      } else if (allocations && bytes && isTextOfChars(call)) {
        method.instructions.insertBefore(call, text(call.desc));
        method.maxStack += 1;
      } else if (name.equals("ScriptRuntime") && isComparison(call)) {
        String helper = "(Ljava/lang/Object;Ljava/lang/Object;)Z";
        method.instructions.set(call, Helper.TEXT.call(rhino, "equals", helper));
      } else if (call.owner.equals("java/util/BitSet") && call.desc.equals("(I)V")) {
        if (allocations) {
          method.instructions.insertBefore(call, bitSet());
          method.maxStack += 1;
        }
      } else if ((bytes || Tariff.isChargedIn(name, key)) && Tariff.CHARGED.contains(key)) {
        boolean isStatic = call.getOpcode() == Opcodes.INVOKESTATIC;
        String descriptor = isStatic ? call.desc : "(L" + call.owner + ";" + call.desc.substring(1);
        method.instructions.set(
            call, Tariff.helperFor(call.owner).call(rhino, call.name, descriptor));
      } else if (allocations && isNewArray(call)) {
        method.instructions.insertBefore(call, array(Long.BYTES));
        method.maxStack += 2;
      } else if (allocations && bytes && Tariff.CALLS.containsKey(key)) {
        method.instructions.insertBefore(call, charge(Tariff.CALLS.getOrDefault(key, 0)));
        method.maxStack += 2;
      } else if (allocations
          && bytes
          && call.name.equals("<init>")
          && call.desc.equals("(I)V")
          && Tariff.CAPACITIES.containsKey(call.owner)
          && !isConstant(call.getPrevious())) {
        method.instructions.insertBefore(
            call, array(Tariff.CAPACITIES.getOrDefault(call.owner, 0)));
        method.maxStack += 2;
      }
    }
  }

  /** From Rhino 1.9 on, what stands for a type of Java makes arrays of it, in no class of ours. */
  private boolean isNewArray(MethodInsnNode call) {
    return call.name.equals("newArray") && call.owner.equals(rhino.of("lc/type/TypeInfo"));
  }

  /** Not in an enum: the JDK asks it once for its constants, whichever script is there. */
  private boolean isCopy(MethodInsnNode call) {
    return call.name.equals("clone")
        && call.owner.startsWith("[")
        && (node.access & Opcodes.ACC_ENUM) == 0;
  }

  /** Two values that may be long texts or numbers. */
  private static boolean isComparison(MethodInsnNode call) {
    return call.name.equals("equals")
        && call.desc.equals("(Ljava/lang/Object;)Z")
        && (call.owner.equals("java/lang/String")
            || call.owner.equals("java/lang/Object")
            || call.owner.equals("java/math/BigInteger"));
  }

  private static boolean isTextOfChars(MethodInsnNode call) {
    return call.owner.equals("java/lang/String")
        && (call.desc.equals("([C)V")
            || call.desc.equals("([CII)V")
            || call.desc.equals("([III)V"));
  }

  /** Of chars that are on top of the stack, or of as many as the number says that is there. */
  private InsnList text(String descriptor) {
    InsnList code = new InsnList();
    code.add(new InsnNode(Opcodes.DUP)); // chars -> chars, chars
    if (descriptor.equals("([C)V")) {
      code.add(new InsnNode(Opcodes.ARRAYLENGTH)); // chars, chars -> chars, length
    }
    code.add(Helper.CHARGES.call(rhino, "text", "(I)V")); // length ->
    return code;
  }

  private void chargeParsing(MethodNode method, MethodInsnNode call) {
    InsnList code = new InsnList();
    if (call.desc.equals("(Ljava/lang/String;)V")) {
      code.add(new InsnNode(Opcodes.DUP));
      code.add(Helper.NUMBERS.call(rhino, "parse", "(Ljava/lang/String;)V"));
    } else if (call.desc.equals("(Ljava/lang/String;I)V")) {
      code.add(new InsnNode(Opcodes.DUP2));
      code.add(Helper.NUMBERS.call(rhino, "parse", "(Ljava/lang/String;I)V"));
    }
    method.instructions.insertBefore(call, code);
    method.maxStack += 2;
  }

  /** Arrays of a size that is not in the code. */
  private void chargeArrays(MethodNode method) {
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      if (isConstant(instruction.getPrevious())) {
        continue;
      }
      if (instruction instanceof IntInsnNode primitive
          && primitive.getOpcode() == Opcodes.NEWARRAY) {
        method.instructions.insertBefore(instruction, array(size(primitive.operand)));
      } else if (instruction instanceof TypeInsnNode reference
          && reference.getOpcode() == Opcodes.ANEWARRAY) {
        method.instructions.insertBefore(instruction, array(Tariff.elementBytes(name)));
      } else {
        continue;
      }
      method.maxStack += 2;
    }
  }

  private static int size(int type) {
    return switch (type) {
      case Opcodes.T_BOOLEAN, Opcodes.T_BYTE -> Byte.BYTES;
      case Opcodes.T_CHAR, Opcodes.T_SHORT -> Character.BYTES;
      case Opcodes.T_INT, Opcodes.T_FLOAT -> Integer.BYTES;
      default -> Long.BYTES;
    };
  }

  private static boolean isConstant(@Nullable AbstractInsnNode node) {
    if (node == null) {
      return false;
    }
    int opcode = node.getOpcode();
    return opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.LDC;
  }

  private void guardStack(MethodNode method) {
    int between = Tariff.between(name, method.name);
    if (isOneOf(Tariff.RECURSIONS.getOrDefault(name, Set.of()), method)) {
      enclose(method, 1, between);
    } else if (isOneOf(Tariff.DESCENTS.getOrDefault(name, Set.of()), method)) {
      enclose(method, 0, between);
    } else if (isOneOf(Tariff.PASSAGES.getOrDefault(name, Set.of()), method)
        && !AtOnce.forwards(method, node.name)) {
      if (selection.has(Part.STACK)) {
        StackGuard.weavePassage(method, rhino, StackGuard.part(selection, method, 0, between));
      }
    } else if (isOneOf(Tariff.REPLACEMENTS.getOrDefault(name, Set.of()), method)) {
      enclose(method, -1, between);
    } else if (isNativeCall(method)) {
      if (selection.has(Part.STACK)) {
        StackGuard.weaveBuiltIn(selection, method, rhino);
      } else if (selection.has(Part.NATIVE_STEPS)) {
        StackGuard.weaveBuiltInStep(method, rhino);
      }
    } else if (isForwarder(method)) {
      enclose(method, 1, Math.max(between, StackGuard.BETWEEN_CALLS));
    }
  }

  /** Takes a part of the stack, and a step. */
  private void enclose(MethodNode method, int frames, int between) {
    if (selection.has(Part.STACK)) {
      StackGuard.weave(method, rhino, StackGuard.part(selection, method, frames, between));
    } else if (selection.has(Part.NATIVE_STEPS)) {
      StackGuard.weaveStep(method, rhino);
    }
  }

  private static boolean isOneOf(Set<String> names, MethodNode method) {
    return names.contains(method.name)
        && (method.access & (Opcodes.ACC_BRIDGE | Opcodes.ACC_SYNTHETIC)) == 0;
  }

  private boolean isNativeCall(MethodNode method) {
    return (method.name.equals("call") || method.name.equals("construct"))
        && (method.access & (Opcodes.ACC_STATIC | Opcodes.ACC_BRIDGE)) == 0
        && method.desc.startsWith("(" + rhino.contextDescriptor())
        && !Tariff.SCRIPT_FUNCTIONS.contains(name);
  }

  private boolean isForwarder(MethodNode method) {
    return Tariff.FORWARDERS.contains(name)
        && (method.access & (Opcodes.ACC_STATIC | Opcodes.ACC_BRIDGE)) == 0
        && (method.access & Opcodes.ACC_PUBLIC) != 0;
  }

  /** What is parsed is paid before it is parsed. */
  private void chargeSource(MethodNode method) {
    boolean script = name.equals("Parser") && method.name.equals("parse");
    boolean regexp = name.equals("regexp/NativeRegExp") && method.name.equals("compileRE");
    if (!script && !regexp) {
      return;
    }
    int source = Frames.parameter(method, "Ljava/lang/String;");
    if (source >= 0) {
      InsnList code = new InsnList();
      code.add(new VarInsnNode(Opcodes.ALOAD, source)); // -> source
      code.add(Helper.CHARGES.call(rhino, "source", "(Ljava/lang/String;)V")); // source ->
      method.instructions.insert(code);
      method.maxStack = Math.max(method.maxStack, 1);
    }
  }

  /** What is compiled becomes longer than its source, and twice as long with some statements. */
  private void chargeCode(MethodNode method) {
    String charge =
        !name.equals(Tariff.CLASS_FILE_WRITER)
            ? null
            : switch (method.name) {
              case "addReservedCodeSpace" -> "codeBuffer";
              case "stopMethod" -> "code";
              default -> null;
            };
    if (charge == null) {
      return;
    }
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      if (instruction instanceof IntInsnNode array
          && array.getOpcode() == Opcodes.NEWARRAY
          && array.operand == Opcodes.T_BYTE) {
        InsnList code = new InsnList();
        code.add(new InsnNode(Opcodes.DUP)); // length -> length, length
        code.add(Helper.CHARGES.call(rhino, charge, "(I)V")); // length, length -> length
        method.instructions.insertBefore(array, code);
        method.maxStack += 1;
      }
    }
  }

  /** The types of a method's locals are kept for each block of it, before it is found too long. */
  private void chargeBlock(MethodNode method) {
    if (name.equals(Tariff.SUPER_BLOCK) && method.desc.equals("(III[I)V")) {
      InsnList code = new InsnList();
      code.add(new VarInsnNode(Opcodes.ILOAD, 1)); // -> index
      code.add(new VarInsnNode(Opcodes.ALOAD, 4)); // index -> index, locals
      code.add(new InsnNode(Opcodes.ARRAYLENGTH)); // index, locals -> index, length
      code.add(Helper.CHARGES.call(rhino, "block", "(II)V")); // index, length ->
      method.instructions.insert(code);
      method.maxStack = Math.max(method.maxStack, 2);
    }
  }

  private InsnList charge(int bytes) {
    InsnList code = new InsnList();
    code.add(new LdcInsnNode((long) bytes)); // -> bytes
    code.add(Helper.CHARGES.call(rhino, "allocate", "(J)V")); // bytes ->
    return code;
  }

  private InsnList bitSet() {
    InsnList code = new InsnList();
    code.add(new InsnNode(Opcodes.DUP)); // bits -> bits, bits
    code.add(Helper.CHARGES.call(rhino, "bitSet", "(I)V")); // bits, bits -> bits
    return code;
  }

  private InsnList array(int size) {
    InsnList code = new InsnList();
    code.add(new InsnNode(Opcodes.DUP)); // length -> length, length
    code.add(new IntInsnNode(Opcodes.BIPUSH, size)); // -> length, length, size
    code.add(Helper.CHARGES.call(rhino, "array", "(II)V")); // length, length, size -> length
    return code;
  }
}
