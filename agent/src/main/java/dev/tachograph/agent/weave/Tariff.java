package dev.tachograph.agent.weave;

import java.util.Map;
import java.util.Set;

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

  /** Where the compiler collects the code of a script. */
  static final String CLASS_FILE_WRITER = "../classfile/ClassFileWriter";

  /** Where it keeps the types of all locals for each block of a method. */
  static final String SUPER_BLOCK = "../classfile/SuperBlock";

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

  /** How an array is made whose type and length are the script's: charged wherever it is called. */
  static final String NEW_ARRAY =
      "java/lang/reflect/Array.newInstance(Ljava/lang/Class;I)Ljava/lang/Object;";

  /** The text of a value, in a message that it cannot be converted. */
  private static final String VALUE_OF =
      "java/lang/String.valueOf(Ljava/lang/Object;)Ljava/lang/String;";

  /** Methods of the JDK for which a helper has one of the same name that charges first. */
  static final Set<String> CHARGED =
      Set.of(
          "java/lang/String.indexOf(Ljava/lang/String;)I",
          "java/lang/String.indexOf(Ljava/lang/String;I)I",
          "java/lang/String.lastIndexOf(Ljava/lang/String;)I",
          "java/lang/String.lastIndexOf(Ljava/lang/String;I)I",
          "java/lang/String.contains(Ljava/lang/CharSequence;)Z",
          VALUE_OF,
          "java/util/Locale.forLanguageTag(Ljava/lang/String;)Ljava/util/Locale;",
          "java/lang/String.replace(Ljava/lang/CharSequence;Ljava/lang/CharSequence;)"
              + "Ljava/lang/String;",
          "java/lang/String.toLowerCase()Ljava/lang/String;",
          "java/lang/String.toUpperCase()Ljava/lang/String;",
          "java/lang/String.toLowerCase(Ljava/util/Locale;)Ljava/lang/String;",
          "java/lang/String.toUpperCase(Ljava/util/Locale;)Ljava/lang/String;",
          "java/lang/String.substring(I)Ljava/lang/String;",
          "java/lang/String.substring(II)Ljava/lang/String;",
          "java/lang/CharSequence.subSequence(II)Ljava/lang/CharSequence;",
          "java/lang/String.toCharArray()[C",
          "java/lang/String.concat(Ljava/lang/String;)Ljava/lang/String;",
          "java/lang/String.trim()Ljava/lang/String;",
          "java/lang/String.compareTo(Ljava/lang/String;)I",
          "java/lang/String.repeat(I)Ljava/lang/String;",
          "java/lang/StringBuilder.append(Ljava/lang/String;)Ljava/lang/StringBuilder;",
          "java/lang/StringBuilder.append(Ljava/lang/CharSequence;)Ljava/lang/StringBuilder;",
          "java/lang/StringBuilder.append(Ljava/lang/CharSequence;II)Ljava/lang/StringBuilder;",
          "java/lang/StringBuilder.append(Ljava/lang/Object;)Ljava/lang/StringBuilder;",
          "java/lang/StringBuilder.append(C)Ljava/lang/StringBuilder;",
          "java/lang/StringBuilder.insert(ILjava/lang/String;)Ljava/lang/StringBuilder;",
          "java/lang/StringBuilder.toString()Ljava/lang/String;",
          NEW_ARRAY,
          "java/util/Arrays.copyOf([Ljava/lang/Object;I)[Ljava/lang/Object;",
          "java/util/Arrays.copyOfRange([Ljava/lang/Object;II)[Ljava/lang/Object;",
          "java/util/Arrays.copyOf([BI)[B",
          "java/util/Arrays.copyOfRange([BII)[B",
          "java/util/Arrays.fill([Ljava/lang/Object;Ljava/lang/Object;)V",
          "java/util/Arrays.fill([Ljava/lang/Object;IILjava/lang/Object;)V",
          "java/util/Arrays.sort([Ljava/lang/Object;Ljava/util/Comparator;)V",
          "java/util/Arrays.sort([Ljava/lang/Object;IILjava/util/Comparator;)V",
          "java/util/List.sort(Ljava/util/Comparator;)V",
          "java/util/List.toArray()[Ljava/lang/Object;",
          "java/util/List.toArray([Ljava/lang/Object;)[Ljava/lang/Object;",
          "java/util/Collection.toArray()[Ljava/lang/Object;",
          "java/util/Collection.toArray([Ljava/lang/Object;)[Ljava/lang/Object;",
          "java/text/Normalizer.normalize(Ljava/lang/CharSequence;Ljava/text/Normalizer$Form;)"
              + "Ljava/lang/String;",
          "java/text/Collator.compare(Ljava/lang/String;Ljava/lang/String;)I",
          "java/lang/Double.parseDouble(Ljava/lang/String;)D",
          "java/util/LinkedHashMap.computeIfAbsent(Ljava/lang/Object;Ljava/util/function/Function;)"
              + "Ljava/lang/Object;",
          "java/util/LinkedHashMap.compute(Ljava/lang/Object;Ljava/util/function/BiFunction;)"
              + "Ljava/lang/Object;",
          "java/lang/Comparable.compareTo(Ljava/lang/Object;)I",
          "java/math/BigDecimal.compareTo(Ljava/math/BigDecimal;)I",
          "java/math/BigDecimal.toBigInteger()Ljava/math/BigInteger;",
          "java/math/BigDecimal.toBigIntegerExact()Ljava/math/BigInteger;",
          big("add"),
          big("subtract"),
          big("multiply"),
          big("divide"),
          big("remainder"),
          big("mod"),
          big("and"),
          big("or"),
          big("xor"),
          "java/math/BigInteger.pow(I)Ljava/math/BigInteger;",
          "java/math/BigInteger.shiftLeft(I)Ljava/math/BigInteger;",
          "java/math/BigInteger.shiftRight(I)Ljava/math/BigInteger;",
          "java/math/BigInteger.not()Ljava/math/BigInteger;",
          "java/math/BigInteger.negate()Ljava/math/BigInteger;",
          "java/math/BigInteger.toString()Ljava/lang/String;",
          "java/math/BigInteger.toString(I)Ljava/lang/String;");

  /** What is charged even in classes whose other bytes are not: what may be as large as a value. */
  static boolean isChargedIn(String name, String key) {
    return key.equals(NEW_ARRAY) || (key.equals(VALUE_OF) && name.equals("NativeJavaObject"));
  }

  /** The helper that has the methods of a class of the JDK. */
  static Helper helperFor(String owner) {
    if (owner.startsWith("java/math/")
        || owner.equals("java/lang/Double")
        || owner.equals("java/lang/Comparable")) {
      return Helper.NUMBERS;
    }
    if (owner.equals("java/util/Locale")) {
      return Helper.TEXT;
    }
    return owner.startsWith("java/util/") || owner.endsWith("/Array")
        ? Helper.COLLECTIONS
        : Helper.TEXT;
  }

  /** Bytes that a call costs whatever its arguments: what a collection keeps for one element. */
  static final Map<String, Integer> CALLS =
      Map.ofEntries(
          Map.entry("java/util/List.add(Ljava/lang/Object;)Z", 16),
          Map.entry("java/util/ArrayList.add(Ljava/lang/Object;)Z", 16),
          Map.entry("java/util/List.add(ILjava/lang/Object;)V", 16),
          Map.entry("java/util/ArrayDeque.add(Ljava/lang/Object;)Z", 16),
          Map.entry("java/util/Set.add(Ljava/lang/Object;)Z", 64),
          Map.entry("java/util/HashSet.add(Ljava/lang/Object;)Z", 64),
          Map.entry("java/util/LinkedHashSet.add(Ljava/lang/Object;)Z", 80),
          Map.entry(
              "java/util/Map.put(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;", 64),
          Map.entry(
              "java/util/Map.computeIfAbsent(Ljava/lang/Object;Ljava/util/function/Function;)"
                  + "Ljava/lang/Object;",
              64),
          Map.entry(
              "java/util/HashMap.put(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;", 64),
          Map.entry(
              "java/util/LinkedHashMap.put(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;",
              112),
          Map.entry(
              "java/util/IdentityHashMap.put(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;",
              64),
          Map.entry(
              "java/util/WeakHashMap.put(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;",
              96),
          Map.entry("java/math/BigInteger.valueOf(J)Ljava/math/BigInteger;", 72),
          Map.entry("java/lang/String.valueOf(C)Ljava/lang/String;", 48),
          Map.entry("java/lang/String.valueOf(I)Ljava/lang/String;", 48),
          Map.entry("java/lang/String.valueOf(J)Ljava/lang/String;", 48),
          Map.entry("java/lang/Character.toString(C)Ljava/lang/String;", 48),
          Map.entry("java/lang/Long.toString(JI)Ljava/lang/String;", 112),
          Map.entry("java/lang/Double.toString(D)Ljava/lang/String;", 64),
          Map.entry("java/lang/Integer.toString(I)Ljava/lang/String;", 48),
          Map.entry("java/lang/Long.toString(J)Ljava/lang/String;", 48));

  /** Constructors that take a capacity, with the bytes of a unit of it. */
  static final Map<String, Integer> CAPACITIES =
      Map.of(
          "java/lang/StringBuilder", 2,
          "java/util/ArrayList", 8,
          "java/util/HashMap", 8,
          "java/util/LinkedHashMap", 8,
          "java/util/HashSet", 8,
          "java/util/LinkedHashSet", 8,
          "java/util/ArrayDeque", 8);

  private static String big(String name) {
    return "java/math/BigInteger." + name + "(Ljava/math/BigInteger;)Ljava/math/BigInteger;";
  }

  private Tariff() {}
}
