package dev.tachograph.agent.weave;

import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

/**
 * What is charged where in Rhino's own classes: the table that docs/tariff.md explains. Names of
 * classes are relative to Rhino's package; those that a version lacks do not matter.
 */
final class Tariff {
  /** Bytes that each construction of an object costs, beside what its superclass charges. */
  static final Map<String, Integer> CONSTRUCTIONS =
      Map.ofEntries(
          Map.entry("ScriptableObject", 104),
          Map.entry("BaseFunction", 64),
          Map.entry("Slot", 64),
          Map.entry("ScriptableObject$Slot", 64),
          Map.entry("ConsString", 40),
          Map.entry("Hashtable$Entry", 96),
          Map.entry("xmlimpl/XmlNode", 400),
          Map.entry("xmlimpl/XmlNode$InternalList", 64),
          Map.entry("ES6Generator", 1_000),
          Map.entry("NativePromise", 96),
          Map.entry("NativeWeakMap", 240),
          Map.entry("NativeWeakSet", 240),
          Map.entry("SymbolKey", 48),
          Map.entry("ScriptRuntime$IdEnumeration", 64),
          Map.entry("regexp/REBackTrackData", 128),
          Map.entry("regexp/REProgState", 48),
          Map.entry("regexp/RENode", 56),
          Map.entry("regexp/RECompiled", 64),
          Map.entry("regexp/RECharSet", 64),
          Map.entry("ast/AstNode", 160),
          Map.entry("ast/FunctionNode", 1_500),
          Map.entry("ast/AstRoot", 4_000));

  /**
   * Those that pay only where they are put on another one of their kind. A regular expression makes
   * one for each round of a quantifier, and forgets it unless it may come back to it: the first in
   * each chain is in the price of what remembers it.
   */
  static final Set<String> CHAINED = Set.of("regexp/REProgState");

  /** The exception whose construction also costs by the depth of the stack that it records. */
  static final String EXCEPTION = "RhinoException";

  /** What gives the text of a function, made anew each time, wherever a Rhino has it. */
  private static final Set<String> SOURCES = Set.of("getRawSource", "getEncodedSource");

  /**
   * Where bytes are not charged one by one: what parses and compiles pays by the nodes of the
   * source, which both modes share; the others differ between the modes, or work for hosts.
   */
  static boolean isExemptFromBytes(String name, String method) {
    if (SOURCES.contains(method)) {
      return false;
    }
    return isLookup(name, method)
        || isCompiler(name)
        || name.startsWith("ast/")
        || name.startsWith("Interpreter")
        || name.startsWith("CodeGenerator")
        || name.startsWith("Parser")
        || name.startsWith("TokenStream")
        || name.startsWith("IRFactory")
        || name.startsWith("Node")
        || name.startsWith("JavaMembers")
        || name.startsWith("NativeJava")
        || name.endsWith("Exception")
        || name.endsWith("Error")
        || EXEMPT.contains(name);
  }

  /** An index becomes a text to be looked up: garbage, or the key in the price of an entry. */
  private static boolean isLookup(String name, String method) {
    return name.equals("HashSlotMap") && method.equals("makeKey");
  }

  /** Of an array's element: in those of scripts stand numbers, each of them an object. */
  static int elementBytes(String name) {
    return name.equals("NativeArray") ? 20 : Long.BYTES;
  }

  /** What works for compiled code alone. */
  static boolean isCompiler(String name) {
    return name.startsWith("../classfile/") || name.startsWith("optimizer/");
  }

  /**
   * Methods that make arrays of arguments, which compiled code and interpreter do in different
   * places. Who keeps such an array is charged for it: {@link #RETAINED}.
   */
  static final Map<String, Set<String>> ARGUMENTS =
      Map.of(
          "ScriptRuntime", Set.of("padArguments", "padAndRestArguments", "applyOrCall"),
          "BoundFunction", Set.of("concat"));

  /** Classes whose constructors keep the array that they are given: literals, arguments, rests. */
  static final Set<String> RETAINED = Set.of("NativeArray", "NativeCall");

  private static final Set<String> EXEMPT =
      Set.of(
          "Context",
          "ContextFactory",
          "JSDescriptor",
          "JSDescriptor$Builder",
          "InterpreterData",
          "Kit",
          "ClassCache",
          "MemberBox",
          "FunctionObject",
          "JavaAdapter",
          "ScriptRuntime$DefaultMessageProvider",
          "LazilyLoadedCtor",
          "NativeCallSite",
          "NewLiteralStorage",
          "NewLiteralStorage$NameInference",
          "CodeGenUtils",
          "ScriptStackElement",
          "DefaultErrorReporter");

  /**
   * Whether a table has a method of a class, which is not made by the compiler.
   *
   * @param methods names by class, relative to Rhino's package
   */
  static boolean isOneOf(Map<String, Set<String>> methods, String owner, MethodNode method) {
    return methods.getOrDefault(owner, Set.of()).contains(method.name)
        && (method.access & (Opcodes.ACC_BRIDGE | Opcodes.ACC_SYNTHETIC)) == 0;
  }

  private Tariff() {}
}
