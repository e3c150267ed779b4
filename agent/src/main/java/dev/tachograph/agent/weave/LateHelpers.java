package dev.tachograph.agent.weave;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Helpers for a Rhino that was loaded before the agent: where they use a field that the weaver adds
 * to the Context, they ask an object beside it.
 */
public final class LateHelpers {
  /** The helper, and template, that has the fields. */
  public static final String STATE = "TachographState";

  private static final String FIELD = "tachograph$";
  private static final String HANDLE = "java/lang/invoke/VarHandle";
  private static final String LOOKUP = "java/lang/invoke/MethodHandles$Lookup";

  private LateHelpers() {}

  /** Converts any other helper. */
  public static byte[] convert(byte[] helper, RhinoNames rhino) {
    ClassReader reader = new ClassReader(helper);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            return new Converter(
                super.visitMethod(access, name, descriptor, signature, exceptions), rhino);
          }
        },
        0);
    return writer.toByteArray();
  }

  /** Gives the class with the fields what the others call. */
  public static byte[] addAccessors(byte[] state, RhinoNames rhino) {
    ClassReader reader = new ClassReader(state);
    ClassNode node = new ClassNode();
    reader.accept(node, 0);
    for (FieldNode field : node.fields) {
      if (field.name.startsWith(FIELD)) {
        node.methods.add(accessor(rhino, field, true));
        node.methods.add(accessor(rhino, field, false));
      }
    }
    ClassWriter writer = new ClassWriter(reader, 0);
    node.accept(writer);
    return writer.toByteArray();
  }

  /** {@code static T get(Context cx) { return of(cx).field; }}, or the setter. */
  private static MethodNode accessor(RhinoNames rhino, FieldNode field, boolean reads) {
    Type type = Type.getType(field.desc);
    MethodNode method =
        new MethodNode(
            Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
            (reads ? "get$" : "set$") + field.name,
            descriptor(rhino, field.desc, reads),
            null,
            null);
    String state = rhino.of(STATE);
    method.instructions.add(new VarInsnNode(Opcodes.ALOAD, 0));
    method.instructions.add(
        new MethodInsnNode(
            Opcodes.INVOKESTATIC,
            state,
            reads ? "of" : "own",
            "(" + rhino.contextDescriptor() + ")L" + state + ";",
            false));
    if (reads) {
      method.instructions.add(new FieldInsnNode(Opcodes.GETFIELD, state, field.name, field.desc));
      method.instructions.add(new InsnNode(type.getOpcode(Opcodes.IRETURN)));
    } else {
      method.instructions.add(new VarInsnNode(type.getOpcode(Opcodes.ILOAD), 1));
      method.instructions.add(new FieldInsnNode(Opcodes.PUTFIELD, state, field.name, field.desc));
      method.instructions.add(new InsnNode(Opcodes.RETURN));
    }
    method.maxLocals = 1 + type.getSize();
    method.maxStack = 1 + type.getSize();
    return method;
  }

  private static String descriptor(RhinoNames rhino, String type, boolean reads) {
    String context = rhino.contextDescriptor();
    return reads ? "(" + context + ")" + type : "(" + context + type + ")V";
  }

  /** Replaces one instruction by one that takes and leaves the same. */
  private static final class Converter extends MethodVisitor {
    private final RhinoNames rhino;

    Converter(MethodVisitor out, RhinoNames rhino) {
      super(Opcodes.ASM9, out);
      this.rhino = rhino;
    }

    /** A handle of a field is asked with the Context alone, which is on top. */
    private String ofContext() {
      return "(" + rhino.contextDescriptor() + ")";
    }

    private String stateType() {
      return "L" + rhino.of(STATE) + ";";
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      if (owner.equals(rhino.context()) && name.startsWith(FIELD)) {
        boolean reads = opcode == Opcodes.GETFIELD;
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            rhino.of(STATE),
            (reads ? "get$" : "set$") + name,
            LateHelpers.descriptor(rhino, descriptor, reads),
            false);
      } else {
        super.visitFieldInsn(opcode, owner, name, descriptor);
      }
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean ofInterface) {
      if (owner.equals(rhino.of(Helper.THREADS.simpleName())) && name.equals("forget")) {
        super.visitMethodInsn(opcode, rhino.of(STATE), name, descriptor, ofInterface);
      } else if (owner.equals(LOOKUP) && name.equals("findVarHandle")) {
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            rhino.of(STATE),
            name,
            "(L" + LOOKUP + ";" + descriptor.substring(1),
            false);
      } else if (owner.equals(HANDLE) && descriptor.startsWith(ofContext())) {
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC, rhino.of(STATE), "of", ofContext() + stateType(), false);
        super.visitMethodInsn(
            opcode,
            owner,
            name,
            "(" + stateType() + descriptor.substring(ofContext().length() - 1),
            ofInterface);
      } else {
        super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
      }
    }
  }
}
