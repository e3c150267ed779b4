package dev.tachograph.engine;

import java.util.List;
import java.util.Set;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Hashtable;
import org.mozilla.javascript.LambdaConstructor;
import org.mozilla.javascript.LambdaFunction;
import org.mozilla.javascript.ScriptRuntime;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.Symbol;
import org.mozilla.javascript.SymbolKey;
import org.mozilla.javascript.TopLevel;
import org.mozilla.javascript.Undefined;

/**
 * Closes what {@link Context#initSafeStandardObjects} leaves open: constructors that reach into
 * Rhino, built-ins whose property descriptors show Java objects until they are first used, hooks on
 * stacks, and the symbol registry that all scopes of a JVM share.
 */
final class Hardening {
  /** Rhino's own, of no use to a program, and of much to an attacker. */
  private static final Set<String> RHINOS_OWN =
      Set.of(
          "Packages",
          "java",
          "javax",
          "org",
          "com",
          "edu",
          "net",
          "getClass",
          "JavaAdapter",
          "JavaImporter",
          "JavaException",
          "Script",
          "Continuation",
          "With",
          "Call",
          "CallSite",
          "Iterator",
          "StopIteration",
          "InternalError",
          "global",
          "isXMLName",
          "uneval");

  /** Rhino looks them up by name for its syntax and its own objects: they hide, but stay. */
  private static final Set<String> VALUES =
      Set.of("NaN", "Infinity", "undefined", "globalThis", "eval", "Function");

  private static final List<String> STACK_HOOKS =
      List.of("prepareStackTrace", "captureStackTrace", "stackTraceLimit");

  private final TopLevel globals;

  Hardening(TopLevel globals) {
    this.globals = globals;
  }

  void apply(RealmShape shape) {
    for (Object id : globals.getAllIds()) {
      globals.get(String.valueOf(id), globals); // builds it, if it was not yet
    }
    Scriptable arrays = ScriptableObject.getArrayPrototype(globals);
    ScriptableObject.getProperty(arrays, SymbolKey.UNSCOPABLES); // as lazy as the globals are
    arrays.delete(""); // its twin: Rhino defines it once more, without a name
    RHINOS_OWN.forEach(globals::delete);
    STACK_HOOKS.forEach(((Scriptable) property(globals, "Error"))::delete);
    forget((Scriptable) property(globals, "Symbol"));
    if (!shape.codeFromStrings()) {
      refuseCodeFromStrings();
    }
    for (Object id : globals.getAllIds()) {
      String name = String.valueOf(id);
      if (!shape.allows(name) && !VALUES.contains(name)) {
        globals.delete(name);
      }
    }
    for (String name : List.of("eval", "Function", "globalThis")) {
      if (!shape.allows(name)) {
        globals.delete(name);
      }
    }
  }

  /** Without them code in strings stays text, wherever a function's constructor is reached from. */
  private void refuseCodeFromStrings() {
    globals.defineProperty(
        "eval",
        new LambdaFunction(globals, "eval", 1, (context, scope, self, values) -> refuse()),
        ScriptableObject.DONTENUM);
    Scriptable functions = ScriptableObject.getFunctionPrototype(globals);
    LambdaConstructor function =
        new LambdaConstructor(
            globals,
            "Function",
            1,
            (context, scope, self, values) -> refuse(),
            (context, scope, values) -> refuse());
    function.setPrototypeScriptable((ScriptableObject) functions);
    Scriptable generators = globals.getBuiltinPrototype(TopLevel.Builtins.GeneratorFunction);
    for (Scriptable prototype : List.of(functions, generators)) {
      ((ScriptableObject) prototype).setAttributes("constructor", ScriptableObject.EMPTY);
      ScriptableObject.defineProperty(
          prototype, "constructor", function, ScriptableObject.DONTENUM);
    }
    globals.defineProperty("Function", function, ScriptableObject.DONTENUM);
  }

  private static Scriptable refuse() {
    throw ScriptRuntime.constructError(
        "EvalError", "code from strings is not allowed in this sandbox");
  }

  /** A registry of this scope's own: Rhino's is one for the JVM, a channel between tenants. */
  private void forget(Scriptable symbol) {
    Hashtable registry = new Hashtable();
    method(
        symbol,
        "for",
        values -> {
          String name = Context.toString(values.length > 0 ? values[0] : Undefined.instance);
          if (!registry.has(name)) {
            registry.put(name, new SymbolKey(name, Symbol.Kind.REGISTERED));
          }
          return registry.getEntry(name).value();
        });
    method(
        symbol,
        "keyFor",
        values -> {
          if (values.length == 0 || !(values[0] instanceof SymbolKey key)) {
            throw ScriptRuntime.constructError("TypeError", "Not a Symbol");
          }
          return key.getKind() == Symbol.Kind.REGISTERED ? key.getName() : Undefined.instance;
        });
  }

  private interface Body {
    Object call(Object[] values);
  }

  private void method(Scriptable owner, String name, Body body) {
    ((ScriptableObject) owner)
        .defineProperty(
            name,
            new LambdaFunction(
                globals, name, 1, (context, scope, self, values) -> body.call(values)),
            ScriptableObject.DONTENUM);
  }

  private static Object property(Scriptable object, String name) {
    return ScriptableObject.getProperty(object, name);
  }
}
