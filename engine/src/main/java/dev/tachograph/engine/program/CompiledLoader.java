package dev.tachograph.engine.program;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.GeneratedClassLoader;
import org.mozilla.javascript.JSCode;
import org.mozilla.javascript.JSDescriptor;
import org.mozilla.javascript.JSFunction;
import org.mozilla.javascript.JSScript;
import org.mozilla.javascript.Script;
import org.mozilla.javascript.ScriptOrFn;
import org.mozilla.javascript.SecurityController;

/**
 * Makes a script of a {@link CompiledForm}, as {@code Codegen} of Rhino 1.9.2 ends its
 * compilations: with a class loader of the Context's own, so that the JVM offers the classes to the
 * agent as it does all others.
 */
final class CompiledLoader {
  private final Map<String, Class<?>> classes = new HashMap<>();
  private final List<JSDescriptor<?>> descriptors = new ArrayList<>();
  private final String text;

  private CompiledLoader(String text) {
    this.text = text;
  }

  /**
   * Defines the classes and sets up what is static in them.
   *
   * @param text that it was compiled from
   * @throws IllegalStateException if the parts do not fit together
   * @throws LinkageError if they do not fit this Rhino
   */
  static Script load(Context cx, CompiledForm form, String text) {
    try {
      return new CompiledLoader(text).script(cx, form);
    } catch (InvocationTargetException failure) {
      if (failure.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("its classes cannot be initialised", failure.getCause());
    } catch (ReflectiveOperationException | ClassCastException unfit) {
      throw new IllegalStateException("its parts do not fit together", unfit);
    }
  }

  private Script script(Context cx, CompiledForm form) throws ReflectiveOperationException {
    GeneratedClassLoader loader =
        SecurityController.createLoader(JSScript.class.getClassLoader(), null);
    for (CompiledForm.ClassFile file : form.classes()) {
      Class<?> defined = loader.defineClass(file.name(), file.bytes());
      loader.linkClass(defined);
      classes.put(file.name(), defined);
    }
    JSDescriptor<JSScript> script = descriptor(form.script(), null);
    Class<?> main = type(form.classes().get(0).name());
    main.getField("_descriptors").set(null, descriptors.toArray(new JSDescriptor<?>[0]));
    try {
      main.getMethod("_reInit", Context.class).invoke(null, cx);
    } catch (NoSuchMethodException noRegularExpressions) {
      return new JSScript(script, null);
    }
    return new JSScript(script, null);
  }

  private Class<?> type(String name) {
    Class<?> type = classes.get(name);
    if (type == null) {
      throw new IllegalStateException("class %s is missing".formatted(name));
    }
    return type;
  }

  /** In the order of the code's indexes: each function before those in it. */
  @SuppressWarnings("unchecked")
  private <T extends ScriptOrFn<T>> JSDescriptor<T> descriptor(
      CompiledForm.Function of, @Nullable JSDescriptor<?> parent)
      throws ReflectiveOperationException {
    JSCode<T> code = (JSCode<T>) type(of.code()).getConstructor().newInstance();
    boolean[] constants = new boolean[of.constants().size()];
    for (int i = 0; i < constants.length; i++) {
      constants[i] = of.constants().get(i);
    }
    Iterator<Boolean> flags = of.flags().iterator();
    List<Integer> numbers = of.numbers();
    boolean strict = flags.next();
    boolean script = flags.next();
    boolean topLevel = flags.next();
    boolean es6Generator = flags.next();
    boolean shorthand = flags.next();
    boolean hasPrototype = flags.next();
    boolean hasLexicalThis = flags.next();
    boolean evalFunction = flags.next();
    boolean restArgument = flags.next();
    boolean defaultParameters = flags.next();
    boolean activationFrame = flags.next();
    boolean argumentsObject = flags.next();
    boolean expression = flags.next();
    JSDescriptor<T> made =
        new JSDescriptor<>(
            code,
            of.constructs() ? code : null,
            parent,
            of.names().stream().map(String::intern).toArray(String[]::new),
            constants,
            strict,
            script,
            topLevel,
            es6Generator,
            shorthand,
            hasPrototype,
            hasLexicalThis,
            evalFunction,
            restArgument,
            of.sourceFile(),
            text,
            of.bounds().start(),
            of.bounds().end(),
            of.name().intern(),
            numbers.get(0),
            constants.length,
            numbers.get(1),
            numbers.get(2),
            defaultParameters,
            activationFrame,
            argumentsObject,
            expression,
            null,
            null,
            numbers.get(3));
    descriptors.add(made);
    List<JSDescriptor<JSFunction>> nested = new ArrayList<>();
    for (CompiledForm.Function inner : of.nested()) {
      nested.add(descriptor(inner, made));
    }
    made.nestedFunctions = List.copyOf(nested);
    return made;
  }
}
