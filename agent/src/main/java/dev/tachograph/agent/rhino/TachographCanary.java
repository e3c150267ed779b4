package dev.tachograph.agent.rhino;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Runs a small script as a host would, at an optimization level; gives what it evaluates to. */
final class TachographCanary implements IntFunction<Object> {
  private final String script;
  private final String name;
  private final boolean inStandardObjects;

  TachographCanary(String script, String name, boolean inStandardObjects) {
    this.script = script;
    this.name = name;
    this.inStandardObjects = inStandardObjects;
  }

  /**
   * Its scope is empty wherever it can be. Standard objects would cost more than all the rest, and
   * the JIT compiles Rhino worse if it has seen them set up this often before the application does
   * anything.
   */
  @Override
  public Object apply(int optimizationLevel) {
    if (!printsCode()) {
      return evaluate(optimizationLevel);
    }
    Token.printICode = false;
    try {
      return evaluate(optimizationLevel);
    } finally {
      Token.printICode = true;
    }
  }

  /** Whether the interpreter prints its code, which nobody wants of this script. */
  private static boolean printsCode() {
    try {
      return Token.printICode;
    } catch (NoSuchFieldError never) {
      return false;
    }
  }

  private Object evaluate(int optimizationLevel) {
    Context cx = new ContextFactory().enterContext();
    try {
      cx.setOptimizationLevel(optimizationLevel);
      return inStandardObjects
          ? evaluateElsewhere(cx)
          : cx.evaluateString(new NativeObject(), script, name, 1, null);
    } catch (NoSuchMethodError scopesAreNoObjects) {
      return evaluateElsewhere(cx);
    } finally {
      Context.exit();
    }
  }

  /** The same in a scope that has standard objects, or that is of another type than objects are. */
  private Object evaluateElsewhere(Context cx) {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try {
      boolean objects = type(lookup, "VarScope") == null;
      Class<?> top = type(lookup, objects ? "ScriptableObject" : "TopLevel");
      Class<?> scope = type(lookup, objects ? "Scriptable" : "VarScope");
      MethodHandle global =
          inStandardObjects
              ? lookup
                  .findVirtual(Context.class, "initSafeStandardObjects", MethodType.methodType(top))
                  .bindTo(cx)
              : lookup.findConstructor(top, MethodType.methodType(void.class));
      MethodType types =
          MethodType.methodType(
              Object.class, scope, String.class, String.class, int.class, Object.class);
      return lookup
          .findVirtual(Context.class, "evaluateString", types)
          .invoke(cx, global.invoke(), script, name, 1, null);
    } catch (Throwable failure) {
      throw TachographLedger.raise(failure);
    }
  }

  private static @Nullable Class<?> type(MethodHandles.Lookup lookup, String name)
      throws IllegalAccessException {
    try {
      return lookup.findClass(Context.class.getPackageName() + "." + name);
    } catch (ClassNotFoundException absent) {
      return null;
    }
  }
}
