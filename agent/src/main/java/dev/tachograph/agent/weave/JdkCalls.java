package dev.tachograph.agent.weave;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Charges for calls of the JDK in Rhino's own classes before they are made, by {@link JdkTariff}.
 */
final class JdkCalls {
  private final ClassNode node;
  private final RhinoNames rhino;
  private final String name;
  private final Selection selection;

  JdkCalls(ClassNode node, RhinoNames rhino, Selection selection) {
    this.node = node;
    this.rhino = rhino;
    this.name = rhino.relative(node.name);
    this.selection = selection;
  }

  /**
   * Changes a method in place.
   *
   * @param bytes whether all bytes are charged in it, and not only those that may be as many as a
   *     script wants
   */
  void charge(MethodNode method, boolean bytes) {
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
          method.instructions.insertBefore(call, Charges.ofLength(rhino, "bitSet"));
          method.maxStack += 1;
        }
      } else if ((bytes || JdkTariff.isChargedIn(name, key)) && JdkTariff.CHARGED.contains(key)) {
        boolean isStatic = call.getOpcode() == Opcodes.INVOKESTATIC;
        String descriptor = isStatic ? call.desc : "(L" + call.owner + ";" + call.desc.substring(1);
        method.instructions.set(
            call, JdkTariff.helperFor(call.owner).call(rhino, call.name, descriptor));
      } else if (allocations && isNewArray(call)) {
        method.instructions.insertBefore(call, Charges.array(rhino, Long.BYTES));
        method.maxStack += 2;
      } else if (allocations && bytes && JdkTariff.CALLS.containsKey(key)) {
        method.instructions.insertBefore(
            call, Charges.bytes(rhino, JdkTariff.CALLS.getOrDefault(key, 0)));
        method.maxStack += 2;
      } else if (allocations
          && bytes
          && call.name.equals("<init>")
          && call.desc.equals("(I)V")
          && JdkTariff.CAPACITIES.containsKey(call.owner)
          && !Charges.takesConstant(call)) {
        method.instructions.insertBefore(
            call, Charges.array(rhino, JdkTariff.CAPACITIES.getOrDefault(call.owner, 0)));
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
}
