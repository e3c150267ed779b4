package dev.tachograph.engine;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Callable;
import org.mozilla.javascript.NativeArray;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.Symbol;
import org.mozilla.javascript.Undefined;
import org.mozilla.javascript.Wrapper;
import org.mozilla.javascript.typedarrays.NativeTypedArrayView;

/**
 * Takes a script's values out: plain copies. Reading them may run getters and traps, so it belongs
 * into the evaluation. What they would take as JSON text is counted against a limit. Used once.
 */
final class ScriptValues {
  private static final int DEEPEST = 100;
  private static final double LARGEST_EXACT = 1L << 53;

  private final OutputLimit policy;
  private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private long left;
  private boolean truncated;

  /** A value that cannot leave; the message says why. */
  static final class Unreturnable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unreturnable(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * @param characters how long the values may be as JSON
   */
  ScriptValues(long characters, OutputLimit policy) {
    left = characters;
    this.policy = policy;
  }

  boolean isTruncated() {
    return truncated;
  }

  /**
   * Copies a value.
   *
   * @throws Unreturnable if it is too large, too deep, or contains itself
   */
  @Nullable Object toJava(@Nullable Object value) {
    if (value == null || value == Undefined.instance || value == Scriptable.NOT_FOUND) {
      take(4);
      return null;
    }
    if (value instanceof CharSequence text) {
      return text(text);
    }
    if (value instanceof Boolean) {
      take(5);
      return value;
    }
    if (value instanceof BigInteger integer) {
      take(integer.bitLength() / 3L + 2);
      return integer;
    }
    if (value instanceof Number number) {
      take(8);
      return number(number.doubleValue());
    }
    if (value instanceof Symbol
        || value instanceof Callable
        || !(value instanceof Scriptable object)) {
      take(4);
      return null;
    }
    return object(object);
  }

  private String text(CharSequence text) {
    long fits = Math.min(text.length(), Math.max(0, left - 2));
    take(text.length() + 2L);
    return fits < text.length() && truncated
        ? text.toString().substring(0, (int) fits)
        : text.toString();
  }

  /** The same value for each way in which Rhino may hold it. */
  private static Number number(double value) {
    boolean integer =
        value == Math.rint(value)
            && Math.abs(value) <= LARGEST_EXACT
            && Double.doubleToRawLongBits(value) != Double.doubleToRawLongBits(-0.0);
    return integer ? (Number) (long) value : (Number) value;
  }

  private @Nullable Object object(Scriptable object) {
    if (!open.add(object)) {
      throw new Unreturnable("it contains itself");
    }
    if (open.size() > DEEPEST) {
      throw new Unreturnable("it is nested more than %d levels deep".formatted(DEEPEST));
    }
    try {
      take(2);
      if (object instanceof NativeArray || object instanceof NativeTypedArrayView<?>) {
        return items(object);
      }
      return switch (object.getClassName()) {
        case "Date" -> date(object);
        case "String", "Number", "Boolean", "BigInt" -> toJava(object.getDefaultValue(null));
        default -> object instanceof Wrapper ? null : properties(object);
      };
    } finally {
      open.remove(object);
    }
  }

  private @Nullable Instant date(Scriptable date) {
    take(24);
    Object millis = date.getDefaultValue(Number.class);
    return millis instanceof Number time && !Double.isNaN(time.doubleValue())
        ? Instant.ofEpochMilli(time.longValue())
        : null;
  }

  private List<@Nullable Object> items(Scriptable array) {
    long length =
        array instanceof NativeArray list
            ? list.getLength()
            : ((NativeTypedArrayView<?>) array).getArrayLength();
    if (policy == OutputLimit.REFUSE && length > left) {
      take(length); // before a sparse array is walked
    }
    if (length == 0) {
      return Collections.emptyList(); // a script makes a million of them for little
    }
    List<@Nullable Object> items = new ArrayList<>();
    for (long i = 0; i < length && !truncated; i++) {
      items.add(toJava(ScriptableObject.getProperty(array, (int) i)));
      take(1);
    }
    return Collections.unmodifiableList(items);
  }

  private Map<String, @Nullable Object> properties(Scriptable object) {
    Object[] ids = object.getIds();
    if (ids.length == 0) {
      return Collections.emptyMap();
    }
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    for (Object id : ids) {
      if (truncated) {
        break;
      }
      if (id instanceof String || id instanceof Number) {
        String name = String.valueOf(id);
        Object value =
            id instanceof Integer index ? object.get(index, object) : object.get(name, object);
        if (!(value instanceof Callable) && value != Undefined.instance) {
          take(name.length() + 4L);
          properties.put(name, toJava(value));
        }
      }
    }
    return Collections.unmodifiableMap(properties);
  }

  /** Counts characters beside those of the values. */
  void take(long characters) {
    left -= characters;
    if (left < 0 && !truncated) {
      if (policy == OutputLimit.REFUSE) {
        throw new Unreturnable("it is larger than it may be");
      }
      truncated = true;
    }
  }
}
