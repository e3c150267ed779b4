package dev.tachograph.agent.weave;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Helpers for an agent that counts only some parts: many of their methods charge bytes and steps
 * together, so what charges the part that is left out does nothing.
 */
public final class PartialHelpers {
  private PartialHelpers() {}

  /**
   * Converts a helper.
   *
   * @param name its simple name
   */
  public static byte[] convert(byte[] helper, String name, Parts parts) {
    ClassReader reader = new ClassReader(helper);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public @Nullable MethodVisitor visitMethod(
              int access,
              String method,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            MethodVisitor out =
                super.visitMethod(access, method, descriptor, signature, exceptions);
            Part part = charged(name, method);
            if (part == null || parts.has(part)) {
              return out;
            }
            out.visitCode();
            out.visitInsn(Opcodes.RETURN);
            out.visitMaxs(0, Type.getArgumentsAndReturnSizes(descriptor) >> 2);
            out.visitEnd();
            return null;
          }
        },
        0);
    return writer.toByteArray();
  }

  /** What a method does nothing but charge; {@code null} if that is no part. */
  private static @Nullable Part charged(String helper, String method) {
    if (helper.equals(Helper.CHARGES.simpleName()) && method.equals("allocate")) {
      return Part.ALLOCATED_BYTES;
    }
    boolean steps =
        (helper.equals(Helper.CHARGES.simpleName()) && method.equals("steps"))
            || (helper.equals(Helper.STACK.simpleName()) && method.equals("step"));
    return steps ? Part.NATIVE_STEPS : null;
  }
}
