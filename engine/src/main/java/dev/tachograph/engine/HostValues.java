package dev.tachograph.engine;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ScriptRuntime;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/** Takes the host's values into a script: copies of plain values, never an object of Java's. */
final class HostValues {
  private static final int DEEPEST = 100;
  private static final long LARGEST_EXACT = 1L << 53;
  private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");

  private HostValues() {}

  static boolean isIdentifier(String name) {
    return IDENTIFIER.matcher(name).matches();
  }

  /**
   * A deep copy that later changes of the original do not reach, of what {@link #toScript} takes.
   *
   * @throws IllegalArgumentException if something in it cannot enter a sandbox; says where
   */
  static @Nullable Object snapshot(String path, @Nullable Object value) {
    return snapshot(ValuePath.of(path), value, 0);
  }

  private static @Nullable Object snapshot(ValuePath path, @Nullable Object value, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException(path + " is nested too deeply, or contains itself");
    }
    if (value == null || value instanceof String || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Number number) {
      return number(path, number);
    }
    if (value instanceof CharSequence || value instanceof Character) {
      return value.toString();
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof Instant) {
      return value;
    }
    if (value instanceof Date date) {
      return date.toInstant();
    }
    if (value instanceof Optional<?> optional) {
      return snapshot(path, optional.orElse(null), depth);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach(
          (key, item) -> {
            if (!(key instanceof String name)) {
              throw new IllegalArgumentException(path + " has a key that is no string: " + key);
            }
            copy.put(name, snapshot(path.property(name), item, depth + 1));
          });
      return Collections.unmodifiableMap(copy);
    }
    if (value instanceof Iterable<?> items) {
      List<@Nullable Object> copy = new ArrayList<>();
      for (Object item : items) {
        copy.add(snapshot(path.element(copy.size()), item, depth + 1));
      }
      return Collections.unmodifiableList(copy);
    }
    if (value.getClass().isArray()) {
      List<@Nullable Object> copy = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        copy.add(snapshot(path.element(i), Array.get(value, i), depth + 1));
      }
      return Collections.unmodifiableList(copy);
    }
    if (value instanceof Record entity) {
      return components(path, entity, depth);
    }
    throw new IllegalArgumentException(
        "%s is a %s, which cannot enter a sandbox: give plain values, or a function"
            .formatted(path, value.getClass().getName()));
  }

  private static Map<String, @Nullable Object> components(
      ValuePath path, Record entity, int depth) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    for (RecordComponent component : entity.getClass().getRecordComponents()) {
      String name = component.getName();
      Object item;
      try {
        component.getAccessor().setAccessible(true);
        item = component.getAccessor().invoke(entity);
      } catch (ReflectiveOperationException | RuntimeException unreadable) {
        throw new IllegalArgumentException(path.property(name) + " cannot be read", unreadable);
      }
      copy.put(name, snapshot(path.property(name), item, depth + 1));
    }
    return Collections.unmodifiableMap(copy);
  }

  /** A number as scripts have it: what a double cannot hold exactly is a big integer. */
  private static Object number(ValuePath path, Number value) {
    if (value instanceof BigInteger) {
      return value;
    }
    if (value instanceof Long integer && Math.abs(integer) > LARGEST_EXACT) {
      return BigInteger.valueOf(integer);
    }
    if (value instanceof BigDecimal decimal
        && new BigDecimal(decimal.doubleValue()).compareTo(decimal) != 0
        && !Double.toString(decimal.doubleValue()).equals(decimal.toString())) {
      throw new IllegalArgumentException(
          "%s is %s, which no number of JavaScript holds exactly: give a string or a double"
              .formatted(path, decimal));
    }
    return value.doubleValue();
  }

  /** Makes a snapshot a value of the scope's. */
  static @Nullable Object toScript(Context cx, Scriptable scope, @Nullable Object snapshot) {
    return toScript(cx, scope, snapshot, made -> {});
  }

  /**
   * The same.
   *
   * @param finished is given every object that was made, after those that it contains
   */
  static @Nullable Object toScript(
      Context cx,
      Scriptable scope,
      @Nullable Object snapshot,
      Consumer<? super Scriptable> finished) {
    Scriptable object;
    if (snapshot instanceof Instant instant) {
      object = cx.newObject(scope, "Date", new Object[] {(double) instant.toEpochMilli()});
    } else if (snapshot instanceof Map<?, ?> map) {
      ScriptableObject properties = (ScriptableObject) cx.newObject(scope);
      map.forEach(
          (key, value) -> define(properties, (String) key, toScript(cx, scope, value, finished)));
      object = properties;
    } else if (snapshot instanceof List<?> list) {
      Object[] items = new Object[list.size()];
      for (int i = 0; i < items.length; i++) {
        items[i] = toScript(cx, scope, list.get(i), finished);
      }
      object = cx.newArray(scope, items);
    } else {
      return snapshot;
    }
    finished.accept(object);
    return object;
  }

  /** Scripts look for {@code "1"} among the indexes, whatever it was defined as. */
  private static void define(ScriptableObject object, String key, @Nullable Object value) {
    ScriptRuntime.StringIdOrIndex id = ScriptRuntime.toStringIdOrIndex(key);
    if (id.getStringId() == null) {
      object.put(id.getIndex(), object, value);
    } else {
      object.defineProperty(key, value, ScriptableObject.EMPTY);
    }
  }
}
