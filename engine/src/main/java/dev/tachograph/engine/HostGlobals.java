package dev.tachograph.engine;

import dev.tachograph.engine.HostFunctions.Declared;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/** The values and functions that a host defines for scripts. Not thread-safe while it changes. */
final class HostGlobals {
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Map<String, Declared> functions = new LinkedHashMap<>();

  private record Value(@Nullable Object snapshot, boolean frozen) {}

  /** A copy. */
  HostGlobals copy() {
    HostGlobals copy = new HostGlobals();
    copy.values.putAll(values);
    copy.functions.putAll(functions);
    return copy;
  }

  /** These, and those of {@code inner} in front of what has their names. */
  HostGlobals with(HostGlobals inner) {
    HostGlobals all = copy();
    all.values.keySet().removeIf(inner::defines);
    all.functions.keySet().removeIf(name -> inner.defines(root(name)));
    all.values.putAll(inner.values);
    all.functions.putAll(inner.functions);
    return all;
  }

  private boolean defines(String global) {
    return values.containsKey(global)
        || functions.keySet().stream().anyMatch(name -> root(name).equals(global));
  }

  private static String root(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /**
   * Adds a value.
   *
   * @throws IllegalArgumentException if the name is none, it is taken by a function, or the value
   *     cannot enter a sandbox
   */
  void value(String name, @Nullable Object value, boolean frozen) {
    if (!HostValues.isIdentifier(name)) {
      throw new IllegalArgumentException("'%s' is no name of a global".formatted(name));
    }
    for (String function : functions.keySet()) {
      if (root(function).equals(name)) {
        throw new IllegalArgumentException(
            "global %s is taken by function %s".formatted(name, function));
      }
    }
    values.put(name, new Value(HostValues.snapshot(name, value), frozen));
  }

  /**
   * Adds a function.
   *
   * @param name dots in it are of the objects whose member it is
   * @throws IllegalArgumentException if the name is none, or its object is taken by something else
   */
  void function(String name, HostFunctionOptions options, HostFunction function) {
    for (String part : name.split("\\.", -1)) {
      if (!HostValues.isIdentifier(part) || part.equals("__proto__")) {
        throw new IllegalArgumentException("'%s' is no name of a function".formatted(name));
      }
    }
    if (values.containsKey(root(name))) {
      throw new IllegalArgumentException(
          "function %s: global %s is taken by a value".formatted(name, root(name)));
    }
    for (String other : functions.keySet()) {
      if (other.startsWith(name + ".") || name.startsWith(other + ".")) {
        throw new IllegalArgumentException(
            "function %s would be a member of another function, as %s is there"
                .formatted(name, other));
      }
    }
    functions.put(
        name,
        new Declared(name, Objects.requireNonNull(options), Objects.requireNonNull(function)));
  }

  /** Defines everything in a scope. */
  void define(Context cx, Realm realm, ScriptableObject scope, HostFunctions hosts) {
    Map<String, ScriptableObject> objects = new TreeMap<>();
    functions.forEach(
        (name, function) -> {
          Scriptable made = hosts.toScript(scope, function);
          int dot = name.lastIndexOf('.');
          if (dot < 0) {
            realm.define(name, made);
          } else {
            ScriptableObject owner = object(cx, scope, name.substring(0, dot), objects);
            owner.defineProperty(name.substring(dot + 1), made, ScriptableObject.EMPTY);
          }
        });
    objects.forEach(
        (path, object) -> {
          realm.freeze(cx, object);
          if (path.indexOf('.') < 0) {
            realm.defineFixed(path, object);
          }
        });
    values.forEach(
        (name, value) -> {
          if (value.frozen()) {
            realm.defineFixed(
                name,
                HostValues.toScript(cx, scope, value.snapshot(), made -> realm.freeze(cx, made)));
          } else {
            realm.define(name, HostValues.toScript(cx, scope, value.snapshot()));
          }
        });
  }

  /** The object of this path, and those that lead to it. */
  private static ScriptableObject object(
      Context cx, Scriptable scope, String path, Map<String, ScriptableObject> objects) {
    ScriptableObject known = objects.get(path);
    if (known != null) {
      return known;
    }
    ScriptableObject object = (ScriptableObject) cx.newObject(scope);
    objects.put(path, object);
    int dot = path.lastIndexOf('.');
    if (dot >= 0) {
      object(cx, scope, path.substring(0, dot), objects)
          .defineProperty(path.substring(dot + 1), object, ScriptableObject.EMPTY);
    }
    return object;
  }
}
