package dev.tachograph.agent.weave;

import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Methods by which hosts make something of what an evaluation has left: what they take is counted
 * and limited where no evaluation is open.
 *
 * <pre>
 *     Context counter = host(value);
 *     try { begin(counter); ...; [on return] } catch (Throwable t) { throw failed(t, counter); }
 *     on return: ended(counter);
 * </pre>
 */
final class HostCalls {
  private static final String CONTEXT = "Context";

  /** By class. Those that may take long for a value of a few bytes. */
  private static final Map<String, Set<String>> METHODS =
      Map.of(
          CONTEXT,
          Set.of("toString", "toNumber", "jsToJava", "getElements"),
          "ScriptableObject",
          Set.of("getDefaultValue", "callMethod", "getPropertyIds"),
          "NativeProxy",
          Set.of("get", "has", "getIds"),
          "NativeJSON",
          Set.of("parse", "stringify"),
          "NativeArray",
          Set.of("toArray", "contains", "indexOf", "lastIndexOf"),
          "ConsString",
          Set.of("flatten"));

  private HostCalls() {}

  /**
   * Whether the method is one of them.
   *
   * @param owner its class, without Rhino's package
   */
  static boolean isOne(String owner, MethodNode method) {
    return METHODS.getOrDefault(owner, Set.of()).contains(method.name)
        && method.instructions.size() > 0
        && (!owner.equals(CONTEXT) || takesValue(method) || method.name.equals("getElements"))
        && (!owner.equals("ScriptableObject") || is(method, Opcodes.ACC_STATIC))
        && (!owner.equals("NativeJSON") || is(method, Opcodes.ACC_PUBLIC))
        && (!owner.equals("NativeProxy") || !is(method, Opcodes.ACC_STATIC | Opcodes.ACC_BRIDGE));
  }

  private static boolean takesValue(MethodNode method) {
    return is(method, Opcodes.ACC_STATIC) && method.desc.startsWith("(Ljava/lang/Object;");
  }

  private static boolean is(MethodNode method, int access) {
    return (method.access & access) != 0;
  }

  /** Changes the method in place. */
  static void weave(String owner, MethodNode method, RhinoNames rhino) {
    String context = rhino.contextDescriptor();
    int counter = method.maxLocals;
    method.maxLocals++;
    Frames.addLocal(method, counter, rhino.context());
    InsnList begin = new InsnList();
    begin.add(new VarInsnNode(Opcodes.ALOAD, counter)); // -> counter
    begin.add(Helper.TEXTS.call(rhino, "begin", "(" + context + ")V")); // counter ->
    method.instructions.insert(begin);
    InsnList enter = new InsnList();
    if (owner.equals(CONTEXT) && takesValue(method)) {
      enter.add(new VarInsnNode(Opcodes.ALOAD, 0)); // -> value
      enter.add(Helper.TEXTS.call(rhino, "host", "(Ljava/lang/Object;)" + context));
    } else {
      enter.add(Helper.TEXTS.call(rhino, "host", "()" + context)); // -> counter
    }
    enter.add(new VarInsnNode(Opcodes.ASTORE, counter)); // counter ->
    InsnList exit = new InsnList();
    exit.add(new VarInsnNode(Opcodes.ALOAD, counter)); // -> counter
    exit.add(Helper.TEXTS.call(rhino, "ended", "(" + context + ")V")); // counter ->
    InsnList failed = new InsnList();
    failed.add(new VarInsnNode(Opcodes.ALOAD, counter)); // throwable -> throwable, counter
    failed.add(
        Helper.TEXTS.call(
            rhino, "failed", "(Ljava/lang/Throwable;" + context + ")Ljava/lang/Throwable;"));
    failed.add(new InsnNode(Opcodes.ATHROW));
    Enclosure.weave(method, null, enter, exit, failed, Frames.ofHandler(counter, rhino.context()));
  }
}
