package dev.tachograph.examples;

import java.util.Map;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ScriptableObject;

/** Runs scripts on plain Rhino: a fresh Context and scope for each, and no access to Java. */
final class PlainRhino {
  private PlainRhino() {}

  /** Evaluates a script and turns its value into text. */
  static String evaluate(String name, String script) {
    return evaluate(name, script, Map.of());
  }

  /**
   * The same with host objects.
   *
   * @param globals by the names that the script knows them by; it sees their public methods
   */
  static String evaluate(String name, String script, Map<String, Object> globals) {
    try (Context cx = Context.enter()) {
      cx.setLanguageVersion(Context.VERSION_ES6);
      cx.getWrapFactory().setJavaPrimitiveWrap(false);
      cx.setClassShutter(
          visible ->
              globals.values().stream()
                  .anyMatch(host -> host.getClass().getName().equals(visible)));
      ScriptableObject scope = cx.initSafeStandardObjects();
      globals.forEach(
          (key, host) -> ScriptableObject.putProperty(scope, key, Context.javaToJS(host, scope)));
      return Context.toString(cx.evaluateString(scope, script, name, 1, null));
    }
  }
}
