package dev.tachograph.engine.program;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.DefiningClassLoader;
import org.mozilla.javascript.GeneratedClassLoader;

/**
 * Remembers the classes that Rhino's compiler makes, as they are before the JVM's transformers see
 * them. A factory of Contexts whose programs are to be kept makes its loaders with {@link #orElse}.
 */
public final class RecordingClassLoader extends DefiningClassLoader {
  /** In a Context while its classes are recorded. */
  private static final Object WANTED = new Object();

  private @Nullable List<CompiledForm.ClassFile> classes = new ArrayList<>();

  private RecordingClassLoader(ClassLoader parent) {
    super(parent);
  }

  /**
   * One that records if the current thread's Context asks for it, else the other one.
   *
   * @param parent of the one that records
   */
  public static GeneratedClassLoader orElse(
      ClassLoader parent, Supplier<GeneratedClassLoader> other) {
    Context cx = Context.getCurrentContext();
    return cx != null && cx.getThreadLocal(WANTED) != null
        ? new RecordingClassLoader(parent)
        : other.get();
  }

  /** Records what is compiled meanwhile. */
  static <T> T recording(Context cx, Supplier<T> compilation) {
    cx.putThreadLocal(WANTED, WANTED);
    try {
      return compilation.get();
    } finally {
      cx.removeThreadLocal(WANTED);
    }
  }

  @Override
  public Class<?> defineClass(String name, byte[] data) {
    if (classes != null) {
      classes.add(new CompiledForm.ClassFile(name, data));
    }
    return super.defineClass(name, data);
  }

  /** The classes in the order of their definition, the first time; then it keeps them no more. */
  List<CompiledForm.ClassFile> take() {
    List<CompiledForm.ClassFile> taken = classes == null ? List.of() : List.copyOf(classes);
    classes = null;
    return taken;
  }
}
