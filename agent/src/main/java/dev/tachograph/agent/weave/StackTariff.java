package dev.tachograph.agent.weave;

import java.util.Map;
import java.util.Set;

/**
 * What takes how much of the stack in Rhino's own classes: the table that docs/tariff.md explains.
 * Names of classes are relative to Rhino's package; those that a version lacks do not matter.
 */
final class StackTariff {
  /** Methods that call themselves on data or code of the script's making. */
  static final Map<String, Set<String>> RECURSIONS =
      Map.ofEntries(
          Map.entry("NativeJSON", Set.of("str", "jo", "ja", "walk")),
          Map.entry("json/JsonParser", Set.of("readValue")),
          Map.entry("NativeArray", Set.of("flat", "toStringHelper", "js_join", "js_toString")),
          Map.entry("ScriptRuntime", Set.of("uneval", "defaultObjectToSource")),
          Map.entry(
              "ES6Generator",
              Set.of("resumeLocal", "resumeDelegee", "resumeDelegeeReturn", "resumeDelegeeThrow")),
          Map.entry("EqualObjectGraphs", Set.of("equalGraphs")),
          Map.entry(
              "xmlimpl/XmlProcessor",
              Set.of(
                  "addProcessingInstructionsTo",
                  "addCommentsTo",
                  "addTextNodesToRemoveAndTrim",
                  "beautifyElement")),
          Map.entry("xmlimpl/XmlNode", Set.of("getNamespaceDeclaration", "declareNamespace")),
          Map.entry("xmlimpl/XML", Set.of("equivalentXml", "ecmaToString", "toString")),
          Map.entry("ConsString", Set.of("flatten")));

  /**
   * The same where only bytes count: in parser and compiler, whose depth is no call, and where one
   * mode calls what the other one has built in.
   */
  static final Map<String, Set<String>> DESCENTS =
      Map.ofEntries(
          Map.entry(
              "Parser",
              Set.of(
                  "statement",
                  "assignExpr",
                  "nullishCoalescingExpr",
                  "orExpr",
                  "andExpr",
                  "expExpr",
                  "unaryExpr",
                  "primaryExpr",
                  "memberExpr",
                  "function",
                  "arrowFunctionParams")),
          Map.entry("ScriptableObject", Set.of("getDefaultValue")),
          Map.entry("BoundFunction", Set.of("call", "construct")),
          Map.entry("IRFactory", Set.of("transform")),
          Map.entry("Node", Set.of("endCheck", "hasSideEffects", "toStringTreeHelper")),
          Map.entry("NodeTransformer", Set.of("transformCompilationUnit_r")),
          Map.entry("CodeGenerator", Set.of("visitStatement", "visitExpression")),
          Map.entry("optimizer/BodyCodegen", Set.of("generateStatement", "generateExpression")),
          Map.entry("optimizer/Optimizer", Set.of("rewriteForNumberVariables")),
          Map.entry(
              "regexp/NativeRegExp", Set.of("parseDisjunction", "parseTerm", "emitREBytecode")),
          Map.entry("ast/InfixExpression", Set.of("visit")));

  /**
   * What gives back the frame of the built-in around it: {@code call} and {@code apply} are part of
   * the interpreter, and built-ins of compiled code.
   */
  static final Map<String, Set<String>> REPLACEMENTS =
      Map.of("ScriptRuntime", Set.of("applyOrCall"));

  /**
   * What leads from a built-in to a script, or to another object of its kind, and is neither a call
   * nor a step: only bytes count.
   */
  static final Map<String, Set<String>> PASSAGES =
      Map.ofEntries(
          Map.entry("AccessorSlot$FunctionGetter", Set.of("getValue")),
          Map.entry("AccessorSlot$FunctionSetter", Set.of("setValue")),
          Map.entry("BoundFunction", Set.of("hasInstance", "getFunctionName")),
          Map.entry("IteratorLikeIterable$Itr", Set.of("hasNext")),
          Map.entry("NativeArray", Set.of("js_isArray", "js_sort")),
          Map.entry("typedarrays/NativeTypedArrayView", Set.of("js_sort")),
          Map.entry("NativeError", Set.of("callPrepareStack")),
          Map.entry("NativeProxy", Set.of("getIds", "getOwnPropertyDescriptor")),
          Map.entry("Parser", Set.of("arrowFunction")),
          Map.entry(
              "ScriptRuntime",
              Set.of(
                  "toPrimitive", "callIterator", "enumInitInOrder", "toIterator", "evalSpecial")));

  /**
   * The ranks of operators that call themselves for what is on their right, with no other frame
   * between. From an expression to the next one the parser goes through all four of them.
   */
  private static final int BETWEEN_OPERANDS = 350;

  /**
   * What a class or a method of the above takes of the stack beside its own locals and operands, if
   * it is not {@link StackGuard#BETWEEN_RECURSIONS}: the Java frames from there to the next method
   * that is counted, as large as the JVM's interpreter makes them. The parser has a dozen, one for
   * each rank of operators, and twice as large when the JIT has put some of them into one.
   */
  private static final Map<String, Integer> BETWEEN =
      Map.ofEntries(
          Map.entry("Parser", 1_600),
          Map.entry("Parser.assignExpr", 1_600 - 2 * BETWEEN_OPERANDS),
          Map.entry("Parser.nullishCoalescingExpr", BETWEEN_OPERANDS),
          Map.entry("Parser.orExpr", BETWEEN_OPERANDS),
          Map.entry("Parser.andExpr", BETWEEN_OPERANDS),
          Map.entry("Parser.expExpr", BETWEEN_OPERANDS),
          Map.entry("Parser.arrowFunctionParams", BETWEEN_OPERANDS),
          Map.entry("json/JsonParser", 750),
          Map.entry("IRFactory", 1_150),
          Map.entry("NativeJSON", 550),
          Map.entry("AccessorSlot$FunctionGetter", 3_000),
          Map.entry("AccessorSlot$FunctionSetter", 3_000),
          Map.entry("IteratorLikeIterable$Itr", 1_300),
          Map.entry("regexp/NativeRegExp", 650),
          Map.entry("NativeArray.js_sort", 1_000),
          Map.entry("typedarrays/NativeTypedArrayView.js_sort", 1_000),
          Map.entry("ScriptRuntime.toPrimitive", 900),
          Map.entry("ScriptRuntime.callIterator", 1_300),
          Map.entry("ScriptRuntime.enumInitInOrder", 900),
          Map.entry("ScriptRuntime.toIterator", 900),
          Map.entry("ScriptRuntime.evalSpecial", 1_300),
          Map.entry("ScriptableObject.getDefaultValue", 650),
          Map.entry("NativeError.callPrepareStack", 2_100),
          Map.entry("NativeProxy", StackGuard.BETWEEN_CALLS),
          Map.entry("NativeProxy.has", 2_200));

  /** Bytes of the stack between a method that calls itself and the next such one. */
  static int between(String owner, String method) {
    Integer price = BETWEEN.get(owner + "." + method);
    return price != null ? price : BETWEEN.getOrDefault(owner, StackGuard.BETWEEN_RECURSIONS);
  }

  /** Classes in which every method may lead to another one of the same object. */
  static final Set<String> FORWARDERS = Set.of("NativeProxy", "Delegator");

  /** Functions of scripts: their bodies count themselves. */
  static final Set<String> SCRIPT_FUNCTIONS =
      Set.of(
          "JSFunction",
          "NativeFunction",
          "InterpretedFunction",
          "JSScript",
          "ScriptRuntime",
          "Context",
          "ContextFactory",
          "Interpreter");

  private StackTariff() {}
}
