package dev.tachograph.agent.weave;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where hosts have moved Rhino's packages to, under whatever name: learnt from the first class that
 * is recognised by what it mentions beside itself. Thread-safe.
 */
final class Relocations {
  /**
   * The classes through which hosts come in. Whatever they load first, one of these comes before
   * anything in which a script could run.
   */
  static final Set<String> ENTRIES =
      Set.of(
          "BaseFunction",
          "CompilerEnvirons",
          "Context",
          "ContextFactory",
          "Delegator",
          "EvaluatorException",
          "FunctionObject",
          "IdScriptableObject",
          "ImporterTopLevel",
          "InterpretedFunction",
          "Interpreter",
          "JSFunction",
          "JSScript",
          "Kit",
          "LambdaFunction",
          "NativeArray",
          "NativeFunction",
          "NativeJavaClass",
          "NativeJavaObject",
          "NativeObject",
          "Parser",
          "RhinoException",
          "ScriptRuntime",
          "Scriptable",
          "ScriptableObject",
          "TokenStream",
          "TopLevel",
          "WrapFactory");

  /** Of these, what belongs to Rhino mentions at least so many. */
  private static final Set<String> NEIGHBOURS =
      Set.of("Context", "ContextFactory", "Function", "ScriptRuntime", "Scriptable", "Undefined");

  private static final int ENOUGH = 3;

  /** A host has few Rhinos. */
  private static final int MOST = 64;

  private static final String CLASSFILE = "classfile/";
  private static final String JAVASCRIPT = "javascript/";

  private static final Set<String> PREFIXES = ConcurrentHashMap.newKeySet();

  private Relocations() {}

  /**
   * Looks at a class that is about to be loaded.
   *
   * @return whether it may be one of Rhino's, which only the class itself can tell
   */
  static boolean learn(String internalName, byte[] bytes) {
    int simple = internalName.lastIndexOf('/') + 1;
    if (simple > 0
        && ENTRIES.contains(internalName.substring(simple))
        && RhinoNames.owning(internalName) == null
        && PREFIXES.size() < MOST) {
      String prefix = internalName.substring(0, simple);
      String constants = new String(bytes, StandardCharsets.ISO_8859_1);
      if (NEIGHBOURS.stream().filter(name -> constants.contains(prefix + name)).count() >= ENOUGH) {
        PREFIXES.add(prefix);
      }
      return constants.contains(prefix + "Scriptable");
    }
    return false;
  }

  /** The relocated Rhino that a class belongs to by its name, or {@code null}. */
  static @Nullable RhinoNames owning(String internalName) {
    for (String prefix : PREFIXES) {
      if (internalName.startsWith(prefix) || internalName.startsWith(classfile(prefix))) {
        return new RhinoNames(prefix);
      }
    }
    return null;
  }

  /**
   * Where its writer of class files is, if it was moved too: the parent package is then the same.
   */
  private static String classfile(String prefix) {
    return prefix.endsWith("/" + JAVASCRIPT)
        ? prefix.substring(0, prefix.length() - JAVASCRIPT.length()) + CLASSFILE
        : prefix + CLASSFILE;
  }
}
