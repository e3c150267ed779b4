package dev.tachograph.bench.growth;

import dev.tachograph.meter.ResourceTracker;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Script;
import org.mozilla.javascript.Scriptable;

/** Evaluates scripts on one thread, as a host does, with and without a tracker. */
final class Evaluator implements AutoCloseable {
  /** So small that what is around it shows. */
  private static final String SMALL = "var s = 0; for (var i = 0; i < 20; i++) { s += i % 3; } s;";

  private final Context cx = Context.enter();
  private final Scriptable scope;

  Evaluator() {
    cx.setLanguageVersion(Context.VERSION_ES6);
    scope = cx.initStandardObjects();
  }

  /** The same small script under this name. */
  Script small(String name) {
    return compile(SMALL, name);
  }

  Script compile(String source, String name) {
    cx.setInterpretedMode(false);
    return cx.compileString(source, name, 1, null);
  }

  /** For thousands of scripts, of which hosts do not make classes. */
  Script interpreted(String name) {
    cx.setInterpretedMode(true);
    return cx.compileString(SMALL, name, 1, null);
  }

  /** An evaluation of whoever pays for the script. */
  Object run(Script script) {
    return script.exec(cx, scope, scope);
  }

  /** An evaluation of this account, if there is one. */
  void run(@Nullable ResourceTracker account, Script script) throws Exception {
    of(account, () -> run(script));
  }

  static void of(@Nullable ResourceTracker account, Callable<Object> body) throws Exception {
    if (account == null) {
      body.call();
    } else {
      account.run(body);
    }
  }

  @Override
  public void close() {
    cx.close();
  }
}
