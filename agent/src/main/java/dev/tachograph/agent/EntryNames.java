package dev.tachograph.agent;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Finds the source name of what a host enters: a script, a function, a continuation, or something
 * native.
 *
 * <p>From Rhino 1.9 on, both have a descriptor that tells it. Before, interpreted code keeps it in
 * its data, and compiled classes do not know it: the weaver read it from them. A continuation is
 * what was entered when it was captured.
 */
final class EntryNames {
  /** The name of entries that are no script code themselves, such as built-in functions. */
  static final String NATIVE = "(native)";

  private final ScriptSources sources;
  private final ClassValue<Reader> readers =
      new ClassValue<>() {
        @Override
        protected Reader computeValue(Class<?> type) {
          return reader(type);
        }
      };

  private interface Reader {
    @Nullable Object read(Object entry) throws ReflectiveOperationException;
  }

  private final MethodHandles.Lookup rhino;

  EntryNames(MethodHandles.Lookup rhino, ScriptSources sources) {
    this.rhino = rhino;
    this.sources = sources;
  }

  String of(Object entry) {
    try {
      Object name = readers.get(entry.getClass()).read(entry);
      return name == null ? NATIVE : name.toString();
    } catch (ReflectiveOperationException unknown) {
      return NATIVE;
    }
  }

  /**
   * The script that a source name stands for: code from strings has the name of the script that
   * made it, with {@code #}, a line and one of two words behind.
   */
  static String ofSource(@Nullable Object sourceName) {
    String name = sourceName == null ? NATIVE : sourceName.toString();
    while (name.endsWith("(eval)") || name.endsWith("(Function)")) {
      int made = name.lastIndexOf('#');
      if (made < 0) {
        return name;
      }
      name = name.substring(0, made);
    }
    return name;
  }

  private Reader reader(Class<?> type) {
    Method descriptor = publicMethod(type, "getDescriptor");
    if (descriptor != null) {
      Method source = publicMethod(descriptor.getReturnType(), "getSourceName");
      if (source != null) {
        return entry -> {
          Object found = descriptor.invoke(entry);
          return found == null ? null : source.invoke(found);
        };
      }
    }
    String compiled = sources.of(type);
    if (compiled != null) {
      return entry -> compiled;
    }
    Field data = field(type, "idata");
    if (data != null) {
      Field source = field(data.getType(), "itsSourceFile");
      if (source != null) {
        return entry -> {
          Object found = data.get(entry);
          return found == null ? null : source.get(found);
        };
      }
    }
    Field target = field(type, "targetFunction");
    if (target != null) {
      return entry -> nameOf(target.get(entry));
    }
    Field continued = field(type, "implementation");
    return continued == null ? entry -> null : entry -> nameOf(entered(continued.get(entry)));
  }

  private @Nullable Object nameOf(@Nullable Object entered) {
    return entered == null ? null : of(entered);
  }

  /** What the host had entered when the interpreter's frame was captured in a continuation. */
  private @Nullable Object entered(@Nullable Object captured) throws ReflectiveOperationException {
    if (captured == null) {
      return null;
    }
    Field parent = field(captured.getClass(), "parentFrame");
    Field code = field(captured.getClass(), "fnOrScript");
    if (parent == null || code == null) {
      return null;
    }
    Object frame = captured;
    for (Object outer = captured; outer != null; outer = parent.get(frame)) {
      frame = outer;
    }
    return code.get(frame);
  }

  private static @Nullable Method publicMethod(Class<?> type, String name) {
    try {
      return type.getMethod(name);
    } catch (NoSuchMethodException | LinkageError absent) {
      return null; // a host's function may mention classes that are not there
    }
  }

  /** A field of the class itself, opened through the rights of the helper in Rhino's package. */
  private @Nullable Field field(Class<?> type, String name) {
    if (!type.getPackageName().equals(rhino.lookupClass().getPackageName())) {
      return null;
    }
    try {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException | RuntimeException inaccessible) {
      return null;
    }
  }
}
