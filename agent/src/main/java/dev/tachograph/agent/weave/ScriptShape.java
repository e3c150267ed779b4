package dev.tachograph.agent.weave;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Recognises the classes that Rhino's compiler generates, by their shape and not by their name:
 * hosts give them arbitrary names and load them with their own loaders or from jars.
 *
 * <p>From 1.9 on, a class has a static array of descriptors; before, it extends {@code
 * NativeFunction} and implements {@code Script}. In both, every function is a static method {@code
 * _c_NAME_N}, or {@code _cN} up to 1.7R2, with a Context among its parameters.
 */
final class ScriptShape {
  private static final Pattern FUNCTION = Pattern.compile("_c(_.*_)?[0-9]+", Pattern.DOTALL);

  /** Generators, parts of literals and of switches included. */
  private static final Pattern BODY = Pattern.compile("_c(_.*|[0-9]+.*)", Pattern.DOTALL);

  private static final Set<String> TOP_LEVEL = Set.of("_c_script_0", "_c0");

  private final ClassNode script;
  private final RhinoNames rhino;
  private final boolean descriptors;
  private final Map<String, String> longest = new HashMap<>();

  private ScriptShape(ClassNode script, RhinoNames rhino, boolean descriptors) {
    this.script = script;
    this.rhino = rhino;
    this.descriptors = descriptors;
    for (MethodNode method : script.methods) {
      longest.merge(method.name, method.desc, (a, b) -> a.length() >= b.length() ? a : b);
    }
  }

  static @Nullable ScriptShape of(ClassNode node) {
    for (FieldNode field : node.fields) {
      if (field.name.equals("_descriptors") && field.desc.endsWith("/JSDescriptor;")) {
        String element = Type.getType(field.desc).getElementType().getInternalName();
        return new ScriptShape(node, RhinoNames.beside(element), true);
      }
    }
    if (node.superName != null
        && node.superName.endsWith("/NativeFunction")
        && node.interfaces.contains(RhinoNames.beside(node.superName).of("Script"))
        && node.methods.stream().anyMatch(ScriptShape::isCode)) {
      return new ScriptShape(node, RhinoNames.beside(node.superName), false);
    }
    return null;
  }

  RhinoNames rhino() {
    return rhino;
  }

  /** Whether host code reaches this method of the class directly, as the start of an evaluation. */
  boolean isEntry(MethodNode method) {
    return !descriptors
        && (method.access & Opcodes.ACC_STATIC) == 0
        && (method.access & Opcodes.ACC_ABSTRACT) == 0
        && (method.name.equals("exec") || method.name.equals("resumeGenerator"))
        && contextLocal(method) >= 0;
  }

  /** Whether the method holds code of the script. */
  boolean isBody(MethodNode method) {
    return isCode(method) && (method.access & Opcodes.ACC_STATIC) != 0;
  }

  /** Whether the method of a script class has the name of one that holds code of the script. */
  static boolean isCode(MethodNode method) {
    return BODY.matcher(method.name).matches();
  }

  /**
   * Whether entering the method is a call of a function. Not counted: the top level, generator
   * resumption ({@code _gen}), split literals ({@code _literalN}), and the overload through which a
   * function with direct parameters is called in the ordinary way.
   */
  boolean isFunctionEntry(MethodNode method) {
    if (!isBody(method)
        || !FUNCTION.matcher(method.name).matches()
        || !method.desc.equals(longest.get(method.name))) {
      return false;
    }
    if (descriptors) {
      return method.desc.contains("L" + rhino.of("JSFunction") + ";");
    }
    return !(TOP_LEVEL.contains(method.name) && longest.containsKey("exec"));
  }

  /**
   * Whether the method is an activation of script code, which nests: functions, scripts,
   * resumption.
   */
  boolean isActivation(MethodNode method) {
    return isBody(method)
        && method.desc.equals(longest.get(method.name))
        && (FUNCTION.matcher(method.name).matches() || method.name.endsWith("_gen"));
  }

  /** Whether its functions have descriptions, which name them for costs. */
  boolean isDescribed() {
    return descriptors;
  }

  /** The local that holds the function or script which the method is the code of. */
  int enteredLocal(MethodNode method) {
    int function = Frames.parameter(method, "L" + rhino.of("JSFunction") + ";");
    int entered =
        function >= 0 ? function : Frames.parameter(method, "L" + rhino.of("JSScript") + ";");
    if (entered < 0) {
      throw new CannotWeaveException(method.name + " does not tell what it is");
    }
    return entered;
  }

  /** The local variable that holds the Context, or -1. */
  int contextLocal(MethodNode method) {
    int local = (method.access & Opcodes.ACC_STATIC) != 0 ? 0 : 1;
    for (Type argument : Type.getArgumentTypes(method.desc)) {
      if (argument.getDescriptor().equals(rhino.contextDescriptor())) {
        return local;
      }
      local += argument.getSize();
    }
    return -1;
  }

  String className() {
    return script.name;
  }
}
