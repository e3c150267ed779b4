package dev.tachograph.agent;

import java.util.function.BiFunction;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Scriptable;

/** Runs a script as a host would: source and mode in, result or error as text out. */
public final class ScriptRun implements BiFunction<String, Boolean, String> {
  /** Public, so that the copy behind a plain loader can be made. */
  public ScriptRun() {}

  @Override
  public String apply(String source, Boolean interpreted) {
    return run("test.js", source, interpreted);
  }

  @SuppressWarnings("deprecation") // the only switch of the mode that all versions have
  static String run(String name, String source, boolean interpreted) {
    Context cx = Context.enter();
    try {
      cx.setLanguageVersion(Context.VERSION_ES6);
      cx.setOptimizationLevel(interpreted ? -1 : 0);
      Scriptable scope = cx.initStandardObjects();
      return Context.toString(cx.evaluateString(scope, source, name, 1, null));
    } catch (RhinoException error) {
      return "threw " + error.details();
    } catch (IllegalStateException | VerifyError bug) {
      return "Rhino failed: " + bug.getMessage(); // its compiler has such bugs
    } finally {
      Context.exit();
    }
  }
}
