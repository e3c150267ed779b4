package dev.tachograph.bench.corpus;

import java.util.List;
import org.mozilla.javascript.BaseFunction;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.Undefined;

/** What hostile scripts find in their scope beside the standard objects. */
final class HostileScope {
  private HostileScope() {}

  /**
   * Defines {@code sink}, and {@code host} for scripts that ask for it.
   *
   * @param reports takes what the script tells {@code sink}
   * @param capacity how many of these are kept
   */
  static void define(
      ScriptableObject scope, HostileScript script, List<String> reports, int capacity) {
    scope.put("sink", scope, new Sink(scope, reports, capacity));
    if (script.has("host")) {
      scope.put("host", scope, Context.javaToJS(new HostObject(scope), scope));
    }
  }

  /** How a script says what it got away with. */
  private static final class Sink extends BaseFunction {
    private static final long serialVersionUID = 1L;

    private final transient List<String> reports;
    private final int capacity;

    Sink(Scriptable scope, List<String> reports, int capacity) {
      super(scope, ScriptableObject.getFunctionPrototype(scope));
      this.reports = reports;
      this.capacity = capacity;
    }

    @Override
    public Object call(Context cx, Scriptable caller, Scriptable self, Object[] arguments) {
      if (reports.size() < capacity) {
        reports.add(Context.toString(arguments[0]));
      }
      return Undefined.instance;
    }
  }

  /** What scripts get hold of as {@code host}: methods that call back. */
  public static final class HostObject {
    private final Scriptable scope;

    HostObject(Scriptable scope) {
      this.scope = scope;
    }

    /** Calls back through an interface of the JDK. */
    public void run(Runnable task) {
      task.run();
    }

    /** Calls back through Rhino's own interface. */
    public Object call(Function function) {
      return function.call(Context.getCurrentContext(), scope, scope, new Object[0]);
    }
  }
}
