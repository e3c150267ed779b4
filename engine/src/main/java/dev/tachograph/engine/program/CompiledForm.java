package dev.tachograph.engine.program;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.JSCode;
import org.mozilla.javascript.JSDescriptor;
import org.mozilla.javascript.Script;

/**
 * A compiled script without its text and without anything of ours: the classes as Rhino's compiler
 * made them, of which the first has the code, and what Rhino knows about the script and its
 * functions.
 */
record CompiledForm(List<ClassFile> classes, Function script) {
  /** A class, whose bytes nobody changes. */
  static final class ClassFile {
    private final String name;
    private final byte[] bytes;

    ClassFile(String name, byte[] bytes) {
      this.name = name;
      this.bytes = bytes;
    }

    String name() {
      return name;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  /** Where a function stands in the text. */
  record Bounds(int start, int end) {}

  /**
   * A function, or the script itself; see {@link JSDescriptor}.
   *
   * @param code the class that calls it
   * @param constructs whether {@code new} is for it
   * @param flags in the order of {@link #flags}
   * @param numbers in the order of {@link #numbers}
   */
  record Function(
      String code,
      boolean constructs,
      List<String> names,
      List<Boolean> constants,
      List<Boolean> flags,
      List<Integer> numbers,
      Bounds bounds,
      @Nullable String sourceFile,
      String name,
      List<Function> nested) {}

  long classBytes() {
    return classes.stream().mapToLong(file -> file.bytes().length).sum();
  }

  /**
   * Describes what was compiled while classes were recorded.
   *
   * @param bounds of the script and its functions, each before those in it
   * @return {@code null} if it is not known well enough
   */
  static @Nullable CompiledForm of(Script script, List<Bounds> bounds) {
    JSDescriptor<?> descriptor = script.getDescriptor();
    ClassLoader loader = descriptor.getCode().getClass().getClassLoader();
    if (!(loader instanceof RecordingClassLoader recording)) {
      return null;
    }
    List<ClassFile> classes = recording.take();
    Iterator<Bounds> left = bounds.iterator();
    Function described = describe(descriptor, left);
    return described == null || left.hasNext() || classes.isEmpty()
        ? null
        : new CompiledForm(classes, described);
  }

  private static @Nullable Function describe(JSDescriptor<?> descriptor, Iterator<Bounds> left) {
    if (!left.hasNext() || descriptor.getSecurityController() != null) {
      return null;
    }
    Bounds bounds = left.next();
    List<String> names = new ArrayList<>();
    List<Boolean> constants = new ArrayList<>();
    for (int i = 0; i < descriptor.getParamAndVarCount(); i++) {
      names.add(descriptor.getParamOrVarName(i));
      constants.add(descriptor.getParamOrVarConst(i));
    }
    List<Function> nested = new ArrayList<>();
    for (JSDescriptor<?> inner : descriptor.getNestedFunctions()) {
      Function described = describe(inner, left);
      if (described == null) {
        return null;
      }
      nested.add(described);
    }
    JSCode<?> constructor = descriptor.getConstructor();
    if (constructor != null && constructor != descriptor.getCode()) {
      return null;
    }
    return new Function(
        descriptor.getCode().getClass().getName(),
        constructor != null,
        names,
        constants,
        flags(descriptor),
        numbers(descriptor),
        bounds,
        descriptor.getSourceName(),
        descriptor.getName(),
        nested);
  }

  private static List<Boolean> flags(JSDescriptor<?> of) {
    return List.of(
        of.isStrict(),
        of.isScript(),
        of.isTopLevel(),
        of.isES6Generator(),
        of.isShorthand(),
        of.hasPrototype(),
        of.hasLexicalThis(),
        of.isEvalFunction(),
        of.hasRestArg(),
        of.hasDefaultParameters(),
        of.requiresActivationFrame(),
        of.requiresArgumentObject(),
        of.declaredAsFunctionExpression());
  }

  private static List<Integer> numbers(JSDescriptor<?> of) {
    return List.of(
        of.getLanguageVersion(), of.getParamCount(), of.getArity(), of.getFunctionType());
  }
}
