package dev.tachograph.engine;

import dev.tachograph.engine.program.RecordingClassLoader;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.GeneratedClassLoader;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.WrapFactory;
import org.mozilla.javascript.lc.type.TypeInfo;

/**
 * Makes Contexts in which scripts see the language and no Java: closed as they are made, so that
 * whoever enters one, on whatever thread, has no other.
 */
final class SandboxContextFactory extends ContextFactory {
  /**
   * Frames of Rhino's interpreter lie in the heap, which an endless recursion without other limits
   * would fill for minutes. Rhino numbers them in 16 bits: a greater bound than 2^15-1 would be
   * none.
   */
  private static final int INTERPRETED_DEPTH = 30_000;

  private final boolean interpreted;

  /**
   * @param interpreted whether nothing is ever compiled
   */
  SandboxContextFactory(boolean interpreted) {
    this.interpreted = interpreted;
  }

  @Override
  protected Context makeContext() {
    Context cx = super.makeContext();
    cx.setLanguageVersion(Context.VERSION_ES6);
    cx.setClassShutter(className -> false);
    cx.setWrapFactory(new NoJava());
    // Rhino 1.9.2 keeps those of all Contexts in one map; the agent gives each Context its own.
    cx.setTrackUnhandledPromiseRejections(true);
    cx.setInterpretedMode(interpreted);
    if (interpreted) {
      cx.setMaximumInterpreterStackDepth(INTERPRETED_DEPTH);
    }
    cx.setLocale(Locale.ROOT);
    return cx;
  }

  @Override
  protected boolean hasFeature(Context cx, int feature) {
    return switch (feature) {
      case Context.FEATURE_E4X,
          Context.FEATURE_PARENT_PROTO_PROPERTIES,
          Context.FEATURE_ENHANCED_JAVA_ACCESS,
          Context.FEATURE_ENABLE_JAVA_MAP_ACCESS,
          Context.FEATURE_DYNAMIC_SCOPE ->
          false;
      default -> super.hasFeature(cx, feature);
    };
  }

  /** As usual, unless what is compiled is to be kept: scripts get no loader to see either way. */
  @Override
  protected GeneratedClassLoader createClassLoader(ClassLoader parent) {
    return RecordingClassLoader.orElse(parent, () -> super.createClassLoader(parent));
  }

  /** Values are converted by {@link HostValues} only; what it does not know does not get in. */
  private static final class NoJava extends WrapFactory {
    NoJava() {
      setJavaPrimitiveWrap(false);
    }

    @Override
    public Scriptable wrapAsJavaObject(
        Context cx, @Nullable Scriptable scope, Object object, TypeInfo staticType) {
      throw refusal(object);
    }

    @Override
    public Scriptable wrapNewObject(Context cx, @Nullable Scriptable scope, Object object) {
      throw refusal(object);
    }

    @Override
    public Scriptable wrapJavaClass(Context cx, @Nullable Scriptable scope, Class<?> type) {
      throw refusal(type);
    }

    private static RuntimeException refusal(Object object) {
      return Context.reportRuntimeError(
          "Java objects cannot enter a sandbox: " + object.getClass().getName());
    }
  }
}
