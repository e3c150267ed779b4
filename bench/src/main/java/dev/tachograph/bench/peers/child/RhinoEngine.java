package dev.tachograph.bench.peers.child;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.BaseFunction;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.EvaluatorException;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Script;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.Undefined;

/**
 * Rhino as its documentation has it for scripts that nobody trusts: no classes of Java, a scope of
 * safe standard objects for each evaluation, scripts compiled once. Without limits.
 */
class RhinoEngine implements PeerEngine {
  private static final int PROGRAMS = 100;

  private final Map<String, Script> programs = new ConcurrentHashMap<>();
  private final ContextFactory factory;

  RhinoEngine() {
    this(new SafeFactory());
  }

  RhinoEngine(ContextFactory factory) {
    this.factory = factory;
  }

  /** Scripts see no class. */
  static class SafeFactory extends ContextFactory {
    @Override
    protected Context makeContext() {
      return safe(super.makeContext());
    }

    static Context safe(Context cx) {
      cx.setLanguageVersion(Context.VERSION_ES6);
      cx.setClassShutter(name -> false);
      return cx;
    }
  }

  @Override
  public Ended evaluate(String source, Bounds bounds, @Nullable Host host) {
    Context cx = factory.enterContext();
    try {
      return Ended.of(Ending.COMPLETED, run(cx, source, host));
    } catch (Throwable failure) {
      return failed(failure);
    } finally {
      Context.exit();
    }
  }

  /** What Rhino itself threw. */
  static Ended failed(Throwable failure) {
    if (failure instanceof EvaluatorException) {
      return Ended.failed(Ending.SYNTAX, failure);
    }
    return Ended.failed(failure instanceof RhinoException ? Ending.ERROR : Ending.OTHER, failure);
  }

  /** Also turns the result into text, which is the script's business as well. */
  final String run(Context cx, String source, @Nullable Host host) {
    ScriptableObject scope = cx.initSafeStandardObjects();
    if (host != null) {
      define(scope, host);
    }
    Script script = programs.get(source);
    if (script == null) {
      script = cx.compileString(source, "script.js", 1, null);
      if (programs.size() < PROGRAMS) {
        programs.put(source, script);
      }
    }
    return Context.toString(script.exec(cx, scope, scope));
  }

  static void define(ScriptableObject scope, Host host) {
    scope.put("sink", scope, new HostFunction(scope, host::sink));
    scope.put("tick", scope, new HostFunction(scope, text -> host.tick()));
  }

  /** A function of the host's that takes a text. */
  static final class HostFunction extends BaseFunction {
    private static final long serialVersionUID = 1L;

    private final transient Consumer<String> target;

    HostFunction(Scriptable scope, Consumer<String> target) {
      super(scope, ScriptableObject.getFunctionPrototype(scope));
      this.target = target;
    }

    @Override
    public Object call(Context cx, Scriptable from, Scriptable self, Object[] arguments) {
      target.accept(arguments.length == 0 ? "" : Context.toString(arguments[0]));
      return Undefined.instance;
    }
  }
}
