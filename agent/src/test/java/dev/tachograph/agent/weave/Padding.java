package dev.tachograph.agent.weave;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Fills a method with instructions that do nothing, up to the last byte that the format allows. */
public final class Padding {
  private static final int LARGEST_METHOD = 65_535;

  private Padding() {}

  /** The class with that method filled, if it has one. */
  public static byte[] fill(byte[] bytes, String methodName) {
    ClassNode node = new ClassNode();
    new ClassReader(bytes).accept(node, 0);
    for (MethodNode method : node.methods) {
      if (method.name.equals(methodName)) {
        InsnList padding = new InsnList();
        for (int i = CodeSize.of(method.instructions); i < LARGEST_METHOD; i++) {
          padding.add(new InsnNode(Opcodes.NOP));
        }
        method.instructions.insert(padding);
      }
    }
    ClassWriter writer = new ClassWriter(0);
    node.accept(writer);
    return writer.toByteArray();
  }
}
