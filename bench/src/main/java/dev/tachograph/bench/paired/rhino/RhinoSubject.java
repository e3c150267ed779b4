package dev.tachograph.bench.paired.rhino;

import dev.tachograph.bench.paired.Subject;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/** Drives the copy of Rhino that its own class loader holds. */
public final class RhinoSubject implements Subject {
  private static final int OBSERVER_THRESHOLD = 10_000;
  private static final Object[] NO_ARGUMENTS = {};

  private final Setup setup;
  private final ContextFactory factory;
  private final Scriptable scope;
  private final Function run;

  /** Loads the scripts. Called by reflection, from outside the class loader. */
  public RhinoSubject(Setup setup) {
    this.setup = setup;
    this.factory = setup.observed() ? new ObservedFactory() : new ContextFactory();
    Context cx = enter();
    try {
      scope = cx.initStandardObjects();
      ScriptableObject.putProperty(scope, "INPUT", setup.input());
      for (Script script : setup.scripts()) {
        cx.evaluateString(scope, script.text(), script.name(), 1, null);
      }
      run = (Function) ScriptableObject.getProperty(scope, "run");
    } finally {
      Context.exit();
    }
  }

  @Override
  public String run(int times) {
    Context cx = enter();
    try {
      Object checksum = "";
      for (int i = 0; i < times; i++) {
        checksum = run.call(cx, scope, scope, NO_ARGUMENTS);
      }
      return Context.toString(checksum);
    } finally {
      Context.exit();
    }
  }

  private Context enter() {
    Context cx = factory.enterContext();
    cx.setLanguageVersion(Context.VERSION_ES6);
    cx.setInterpretedMode(setup.interpreted());
    if (setup.observed()) {
      cx.setGenerateObserverCount(true);
      cx.setInstructionObserverThreshold(OBSERVER_THRESHOLD);
    }
    return cx;
  }

  /** Does what hosts do with the observer: looks whether the time is over. */
  private static final class ObservedFactory extends ContextFactory {
    private static final long FOREVER = Long.MAX_VALUE / 4;

    private final long deadline = System.nanoTime() + FOREVER;

    @Override
    protected void observeInstructionCount(Context cx, int instructionCount) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("over the deadline");
      }
    }
  }
}
