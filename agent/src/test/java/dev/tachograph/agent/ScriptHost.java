package dev.tachograph.agent;

import org.mozilla.javascript.Context;
import org.mozilla.javascript.RhinoException;

/**
 * A program that knows nothing of Tachograph: evaluates scripts one after the other, each in its
 * own Context, and prints what becomes of them.
 */
final class ScriptHost {
  private ScriptHost() {}

  /** Each argument is a source name, an equals sign, and the source. */
  public static void main(String[] scripts) {
    for (String script : scripts) {
      int equals = script.indexOf('=');
      String name = script.substring(0, equals);
      System.out.println(name + " -> " + evaluate(name, script.substring(equals + 1)));
    }
  }

  static String evaluate(String name, String source) {
    Context context = Context.enter();
    try {
      Object value = context.evaluateString(context.initStandardObjects(), source, name, 1, null);
      return Context.toString(value);
    } catch (RhinoException failure) {
      return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    } finally {
      Context.exit();
    }
  }
}
