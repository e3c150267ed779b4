package dev.tachograph.agent.weave;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Calls in Rhino's XML by which the JDK parses a text, or makes nodes of its DOM. */
final class XmlCalls {
  private static final String TEXT = "(Ljava/lang/String;)V";

  private XmlCalls() {}

  /**
   * Charges a call before it is made. Two more operands are on the stack then.
   *
   * @return whether it is one of those
   */
  static boolean charge(MethodNode method, MethodInsnNode call, RhinoNames rhino) {
    boolean ofDom = call.owner.startsWith("org/w3c/dom/");
    InsnList code = new InsnList();
    if (call.owner.equals("java/io/StringReader") && call.desc.equals(TEXT)) {
      code.add(new InsnNode(Opcodes.DUP)); // text -> text, text
      code.add(Helper.XML.call(rhino, "source", TEXT)); // text, text -> text
    } else if (call.name.equals("newDocument")) {
      code.add(Helper.XML.call(rhino, "document", "()V"));
    } else if (ofDom && makesNode(call.name) && call.desc.contains("Ljava/lang/String;)")) {
      code.add(new InsnNode(Opcodes.DUP)); // text -> text, text
      code.add(Helper.XML.call(rhino, "node", TEXT)); // text, text -> text
    } else if (ofDom && (call.name.equals("cloneNode") || call.name.equals("importNode"))) {
      code.add(new InsnNode(Opcodes.DUP2)); // node, deep -> node, deep, node, deep
      code.add(Helper.XML.call(rhino, "copies", "(Ljava/lang/Object;Z)V")); // -> node, deep
    } else {
      return false;
    }
    method.instructions.insertBefore(call, code);
    return true;
  }

  /** Whether it makes one, with a text that it takes last. */
  private static boolean makesNode(String name) {
    return name.startsWith("create") || (name.startsWith("set") && !name.equals("setPrefix"));
  }
}
