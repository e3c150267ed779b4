package dev.tachograph.agent.weave;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The tree of a class that is not read to its end if its stack maps would fill the heap.
 *
 * <p>In a class file a stack map says what differs from the one before; in the tree each has all
 * locals. So a method with a thousand locals becomes a thousand times as large for each branch, and
 * what weaves it works as long.
 */
final class BoundedTree extends ClassNode {
  /**
   * The most locals and operands in all stack maps of a class. What 300 KB of minified source
   * become has a thirtieth of it.
   */
  static final int MOST = 4 << 20;

  private long seen;

  BoundedTree() {
    super(Opcodes.ASM9);
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    MethodNode method =
        new MethodNode(Opcodes.ASM9, access, name, descriptor, signature, exceptions) {
          @Override
          public void visitFrame(
              int type,
              int locals,
              Object @Nullable [] local,
              int operands,
              Object @Nullable [] stack) {
            seen += locals + operands;
            if (seen > MOST) {
              throw new CannotWeaveException(
                  "its stack maps have more than the " + MOST + " entries that are woven");
            }
            super.visitFrame(type, locals, local, operands, stack);
          }
        };
    methods.add(method);
    return method;
  }
}
