package dev.tachograph.engine;

import java.math.BigInteger;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.BaseFunction;
import org.mozilla.javascript.Callable;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.NativeArray;
import org.mozilla.javascript.ScriptRuntime;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.Symbol;
import org.mozilla.javascript.Undefined;

/**
 * A script's value in words, as a prompt shows it: also what has no JSON, such as undefined,
 * functions and circles. Calls no getters and no traps; the {@code toString} of dates and regular
 * expressions. Used once, within the evaluation.
 */
final class ValueDescription {
  private static final String PROXY = "org.mozilla.javascript.NativeProxy";
  private static final int DEEPEST = 3;
  private static final int MOST_ITEMS = 100;
  private static final int LONGEST = 20_000;

  private final StringBuilder out = new StringBuilder();
  private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());

  private ValueDescription() {}

  static String of(@Nullable Object value) {
    ValueDescription description = new ValueDescription();
    description.add(value);
    return description.out.length() <= LONGEST
        ? description.out.toString()
        : description.out.substring(0, LONGEST) + "...";
  }

  private void add(@Nullable Object value) {
    if (out.length() > LONGEST) {
      return;
    }
    if (value == null) {
      out.append("null");
    } else if (value instanceof CharSequence text) {
      quote(text);
    } else if (value instanceof BigInteger integer) {
      out.append(integer.bitLength() > LONGEST ? "a BigInt of many digits" : integer + "n");
    } else if (value instanceof Number number) {
      out.append(
          Double.doubleToRawLongBits(number.doubleValue()) == Double.doubleToRawLongBits(-0.0)
              ? "-0"
              : ScriptRuntime.toString(number));
    } else if (Undefined.isUndefined(value) || value == Scriptable.NOT_FOUND) {
      out.append("undefined");
    } else if (value instanceof Symbol || !(value instanceof Scriptable object)) {
      out.append(value);
    } else {
      add(object);
    }
  }

  private void quote(CharSequence text) {
    int room = Math.min(text.length(), LONGEST);
    out.append('\'');
    for (int i = 0; i < room; i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\'', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (Character.isISOControl(c)) {
            out.append("\\u%04x".formatted((int) c)); // a terminal would obey
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('\'').append(room < text.length() ? "..." : "");
  }

  private void add(Scriptable object) {
    if (isProxy(object)) {
      out.append("[Proxy]");
      return;
    }
    String type = object.getClassName();
    if (object instanceof BaseFunction) {
      out.append("[Function");
      if (PropertyNames.value(object, "name") instanceof String name && !name.isEmpty()) {
        out.append(": ").append(plain(name));
      }
      out.append(']');
    } else if (object instanceof Callable || !(object instanceof ScriptableObject known)) {
      out.append('[').append(type).append(']');
    } else if (type.equals("Date") || type.equals("RegExp")) {
      out.append(plain(String.valueOf(known.getDefaultValue(String.class))));
    } else if (type.equals("Error")) {
      out.append('[').append(word(known, "name"));
      out.append(": ").append(word(known, "message")).append(']');
    } else if (!open.add(object)) {
      out.append("[Circular]");
    } else {
      if (open.size() > DEEPEST) {
        out.append(object instanceof NativeArray ? "[Array]" : "[" + type + "]");
      } else if (object instanceof NativeArray array) {
        items(array);
      } else {
        out.append(type.equals("Object") ? "" : type + " ");
        properties(known);
      }
      open.remove(object);
    }
  }

  private static String word(Scriptable object, String name) {
    return PropertyNames.value(object, name) instanceof CharSequence text
        ? plain(text.toString())
        : "";
  }

  private static String plain(String text) {
    return text.codePoints()
        .limit(LONGEST)
        .map(sign -> Character.isISOControl(sign) ? ' ' : sign)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private void items(NativeArray array) {
    long length = array.getLength();
    out.append('[');
    for (int i = 0; i < Math.min(length, MOST_ITEMS); i++) {
      out.append(i == 0 ? "" : ", ");
      add(array.get(i, array));
    }
    out.append(length > MOST_ITEMS ? ", ... %d more".formatted(length - MOST_ITEMS) : "");
    out.append(']');
  }

  private void properties(ScriptableObject object) {
    Object[] ids = object.getIds();
    out.append('{');
    for (int i = 0; i < Math.min(ids.length, MOST_ITEMS); i++) {
      out.append(i == 0 ? " " : ", ").append(plain(String.valueOf(ids[i]))).append(": ");
      if (isAccessor(object, ids[i])) {
        out.append("[Getter]");
      } else {
        add(
            ids[i] instanceof Integer index
                ? object.get(index, object)
                : object.get(String.valueOf(ids[i]), object));
      }
    }
    out.append(ids.length > MOST_ITEMS ? ", ... %d more".formatted(ids.length - MOST_ITEMS) : "");
    out.append(ids.length == 0 ? "}" : " }");
  }

  /** Whether a property is read by a function of somebody's. */
  static boolean isAccessor(ScriptableObject object, Object id) {
    boolean isIndex = id instanceof Integer;
    String name = isIndex ? null : String.valueOf(id);
    int index = isIndex ? (Integer) id : 0;
    return object.getGetterOrSetter(name, index, object, false) instanceof Function
        || object.getGetterOrSetter(name, index, object, true) instanceof Function;
  }

  /** Whether looking at an object's properties runs no traps. */
  static boolean isProxy(Scriptable object) {
    return object.getClass().getName().startsWith(PROXY);
  }
}
