package dev.tachograph.agent.weave;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Calls of the DOM in the classes of Rhino's XML, which make nodes: the class gets methods that
 * charge for that first, and calls these.
 */
final class DomCalls {
  private static final String TEMPLATE = "dev/tachograph/agent/xml/DomCharges";
  private static final String TEMPLATE_CHARGES = "dev/tachograph/agent/rhino/TachographCharges";
  private static final String PREFIX = "tachograph$";
  private static final String TEXT = "(Ljava/lang/String;)V";

  private final ClassNode node;
  private final RhinoNames rhino;

  DomCalls(ClassNode node, RhinoNames rhino) {
    this.node = node;
    this.rhino = rhino;
  }

  /** Whether the class is one of those. */
  boolean isConcerned() {
    return rhino.relative(node.name).startsWith("xmlimpl/")
        && !calls(offered(template())).isEmpty();
  }

  /** Changes the class in place. */
  void weave() {
    ClassNode template = template();
    for (Call call : calls(offered(template))) {
      String descriptor = whole(call.instruction);
      if (isReader(call.instruction)) {
        InsnList code = new InsnList();
        code.add(new InsnNode(Opcodes.DUP)); // text -> text, text
        code.add(own("source", TEXT)); // text, text -> text
        call.method.instructions.insertBefore(call.instruction, code);
        call.method.maxStack += 1;
      } else {
        call.method.instructions.set(call.instruction, own(call.instruction.name, descriptor));
      }
    }
    node.methods.addAll(template.methods);
  }

  private record Call(MethodNode method, MethodInsnNode instruction) {}

  private Set<Call> calls(Set<String> offered) {
    Set<Call> calls = new HashSet<>();
    for (MethodNode method : node.methods) {
      for (AbstractInsnNode instruction : method.instructions) {
        if (instruction instanceof MethodInsnNode call
            && (isReader(call) || offered.contains(PREFIX + call.name + whole(call)))) {
          calls.add(new Call(method, call));
        }
      }
    }
    return calls;
  }

  /** Of what is about to be parsed. */
  private static boolean isReader(MethodInsnNode call) {
    return call.owner.equals("java/io/StringReader") && call.desc.equals(TEXT);
  }

  /** Parameters with what it is called on. */
  private static String whole(MethodInsnNode call) {
    return "(L" + call.owner + ";" + call.desc.substring(1);
  }

  private MethodInsnNode own(String name, String descriptor) {
    return new MethodInsnNode(Opcodes.INVOKESTATIC, node.name, PREFIX + name, descriptor, false);
  }

  private static Set<String> offered(ClassNode template) {
    Set<String> offered = new HashSet<>();
    template.methods.forEach(method -> offered.add(method.name + method.desc));
    return offered;
  }

  /** Its methods, not the constructor, with the names that they have here. */
  private ClassNode template() {
    ClassNode template = new ClassNode();
    try (InputStream in = DomCalls.class.getResourceAsStream("/" + TEMPLATE + ".class")) {
      if (in == null) {
        throw new IllegalStateException("the agent lacks " + TEMPLATE);
      }
      new ClassReader(in).accept(template, ClassReader.EXPAND_FRAMES | ClassReader.SKIP_DEBUG);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    template.methods.removeIf(method -> method.name.startsWith("<"));
    template.methods.forEach(this::rename);
    return template;
  }

  private void rename(MethodNode method) {
    method.access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
    method.name = PREFIX + method.name;
    method.signature = null;
    method.visibleTypeAnnotations = null;
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof MethodInsnNode call && call.owner.equals(TEMPLATE)) {
        call.owner = node.name;
        call.name = PREFIX + call.name;
      } else if (instruction instanceof MethodInsnNode call
          && call.owner.equals(TEMPLATE_CHARGES)) {
        call.owner = rhino.of(Helper.CHARGES.simpleName());
      }
    }
  }
}
