package dev.tachograph.engine;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Callable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.NativeArray;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.Undefined;
import org.mozilla.javascript.typedarrays.NativeTypedArrayView;

/**
 * Globals that one evaluation gets beside its environment's, and what it leaves: for hosts whose
 * scripts hand variables on to the next, such as {@code javax.script}. The script has {@code print}
 * too, another name of {@code console.log}. For one evaluation, and of no meaning unless that
 * completed. Not thread-safe.
 */
public final class GlobalsExchange {
  private static final Set<String> PLAIN_CLASSES =
      Set.of("Object", "Array", "Date", "String", "Number", "Boolean", "BigInt");

  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
  private final Map<String, HostFunction> functions = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> entered = new LinkedHashMap<>();
  private final Set<Object> before = new HashSet<>();
  private final Map<String, @Nullable Object> changed = new LinkedHashMap<>();
  private final Set<String> removed = new LinkedHashSet<>();

  /**
   * @param globals functions of the host's, and values as {@link Environment.Builder#global} takes
   *     them; those whose names are no identifiers stay out
   * @throws IllegalArgumentException if a value cannot enter a sandbox; the message says which
   */
  public GlobalsExchange(Map<String, ? extends @Nullable Object> globals) {
    globals.forEach(
        (name, value) -> {
          if (!HostValues.isIdentifier(name)) {
            return;
          }
          if (value instanceof HostFunction function) {
            functions.put(name, function);
          } else {
            values.put(name, HostValues.snapshot(name, value));
          }
        });
  }

  /**
   * The enumerable globals that the script made or changed, as copies such as {@link
   * SandboxResult.Completed#value} has; of identifiers' names only. Functions, symbols, undefined,
   * and objects of the language's other classes ({@code Map}, {@code RegExp}, {@code Error}...) are
   * not among them.
   */
  public Map<String, @Nullable Object> changed() {
    return Collections.unmodifiableMap(changed);
  }

  /**
   * Globals that were given, and that the script deleted or changed to something that does not
   * leave.
   */
  public Set<String> removed() {
    return Collections.unmodifiableSet(removed);
  }

  /**
   * Defines the globals.
   *
   * @param constants that the script declares: they hide ours, and could not be declared where ours
   *     are
   */
  void enter(
      Context cx,
      Realm realm,
      ScriptableObject scope,
      Set<String> constants,
      HostFunctions hostFunctions) {
    functions.forEach((name, body) -> entered.put(name, hostFunctions.toScript(scope, name, body)));
    values.forEach((name, value) -> entered.put(name, HostValues.toScript(cx, scope, value)));
    entered.keySet().removeAll(constants);
    entered.forEach(realm::define);
    Collections.addAll(before, scope.getIds());
  }

  /**
   * Reads what the script left; may run code of the script's.
   *
   * @throws ScriptValues.Unreturnable if a global is too large, too deep, or contains itself
   */
  void leave(Scriptable scope, ScriptValues reader) {
    Set<String> names = new LinkedHashSet<>(functions.keySet());
    names.addAll(values.keySet());
    for (Object id : scope.getIds()) {
      if (id instanceof String name && !before.contains(name) && HostValues.isIdentifier(name)) {
        names.add(name);
      }
    }
    for (String name : names) {
      Object value = scope.get(name, scope);
      if (isUnchanged(name, value)) {
        continue;
      }
      if (isPlain(value)) {
        changed.put(name, read(name, value, reader));
      } else if (functions.containsKey(name) || values.containsKey(name)) {
        removed.add(name);
      }
    }
  }

  private static @Nullable Object read(String name, @Nullable Object value, ScriptValues reader) {
    try {
      reader.take(name.length() + 4L);
      return reader.toJava(value);
    } catch (ScriptValues.Unreturnable unreturnable) {
      throw new ScriptValues.Unreturnable("global " + name + ": " + unreturnable.getMessage());
    }
  }

  private static boolean isPlain(@Nullable Object value) {
    if (value instanceof Scriptable object && value != Undefined.instance) {
      return !(value instanceof Callable)
          && (PLAIN_CLASSES.contains(object.getClassName())
              || value instanceof NativeTypedArrayView<?>);
    }
    return value == null
        || value instanceof CharSequence
        || value instanceof Boolean
        || value instanceof Number;
  }

  private boolean isUnchanged(String name, @Nullable Object value) {
    return functions.containsKey(name)
        ? value instanceof Callable && value == entered.get(name)
        : values.containsKey(name) && equal(values.get(name), value);
  }

  /** Whether a script's value is what a snapshot said. Looks no further than the snapshot goes. */
  private static boolean equal(@Nullable Object snapshot, @Nullable Object value) {
    if (snapshot == null || value == null) {
      return snapshot == value;
    }
    if (snapshot instanceof String text) {
      return value instanceof CharSequence now && text.contentEquals(now);
    }
    if (snapshot instanceof Boolean || snapshot instanceof BigInteger) {
      return snapshot.equals(value);
    }
    if (snapshot instanceof Double number) {
      return value instanceof Number now
          && !(now instanceof BigInteger)
          && number.equals(now.doubleValue());
    }
    if (!(value instanceof Scriptable object)) {
      return false;
    }
    if (snapshot instanceof Instant instant) {
      return object.getClassName().equals("Date")
          && object.getDefaultValue(Number.class) instanceof Number now
          && now.doubleValue() == instant.toEpochMilli();
    }
    if (snapshot instanceof List<?> items) {
      return object instanceof NativeArray array && equalItems(items, array);
    }
    return snapshot instanceof Map<?, ?> properties
        && !(object instanceof Callable)
        && object.getClassName().equals("Object")
        && equalProperties(properties, object);
  }

  private static boolean equalItems(List<?> items, NativeArray array) {
    if (array.getLength() != items.size()) {
      return false;
    }
    for (int i = 0; i < items.size(); i++) {
      if (!equal(items.get(i), ScriptableObject.getProperty(array, i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean equalProperties(Map<?, ?> properties, Scriptable object) {
    Object[] ids = object.getIds();
    if (ids.length != properties.size()) {
      return false;
    }
    for (Object id : ids) {
      String name = String.valueOf(id);
      Object value =
          id instanceof Integer index ? object.get(index, object) : object.get(name, object);
      if (!properties.containsKey(name) || !equal(properties.get(name), value)) {
        return false;
      }
    }
    return true;
  }
}
