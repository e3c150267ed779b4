package dev.tachograph.engine.program;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.GeneratedClassLoader;
import org.mozilla.javascript.ScriptableObject;

/** Contexts and scopes for tests, each fresh as for another tenant. */
class Realms extends ContextFactory {
  static final String TENANT = "tenant";

  private final List<WeakReference<GeneratedClassLoader>> loaders =
      Collections.synchronizedList(new ArrayList<>());

  interface Action<T> {
    T in(Context cx);
  }

  @Override
  protected Context makeContext() {
    Context cx = super.makeContext();
    cx.setLanguageVersion(Context.VERSION_ES6);
    return cx;
  }

  @Override
  protected GeneratedClassLoader createClassLoader(ClassLoader parent) {
    GeneratedClassLoader loader =
        RecordingClassLoader.orElse(parent, () -> super.createClassLoader(parent));
    loaders.add(new WeakReference<>(loader));
    return loader;
  }

  /** The loaders of compiled programs: their classes can only go with them. */
  WeakReference<?>[] loaders() {
    return loaders.toArray(new WeakReference<?>[0]);
  }

  <T> T inContext(Action<T> action) {
    Context cx = enterContext();
    try {
      return action.in(cx);
    } finally {
      Context.exit();
    }
  }

  Program get(ProgramCache cache, String name, String text) {
    return inContext(cx -> cache.get(cx, TENANT, new ProgramSource(name, text)));
  }

  /** Runs in a new realm. */
  @Nullable Object run(Program program) {
    return inContext(cx -> program.exec(cx, cx.initStandardObjects()));
  }

  /** Whether it is an Integer or a Double depends on the tier. */
  double number(Program program) {
    return inContext(cx -> Context.toNumber(program.exec(cx, cx.initStandardObjects())));
  }

  ScriptableObject realm() {
    return inContext(cx -> cx.initStandardObjects());
  }

  @Nullable Object runIn(ScriptableObject realm, Program program) {
    return inContext(cx -> program.exec(cx, realm));
  }
}
