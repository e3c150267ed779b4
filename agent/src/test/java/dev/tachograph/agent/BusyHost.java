package dev.tachograph.agent;

import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.Scriptable;

/** A program that enters a script as often as it is told. */
final class BusyHost {
  private BusyHost() {}

  public static void main(String[] times) {
    Context context = Context.enter();
    try {
      Scriptable scope = context.initStandardObjects();
      Object function =
          context.evaluateString(scope, "(function f(n) { return n; })", "busy.js", 1, null);
      for (int i = 1; i < Integer.parseInt(times[0]); i++) {
        ((Function) function).call(context, scope, scope, new Object[] {i});
      }
    } finally {
      Context.exit();
    }
  }
}
