package dev.tachograph.engine;

import dev.tachograph.engine.ScriptError.Kind;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.EcmaError;
import org.mozilla.javascript.EvaluatorException;
import org.mozilla.javascript.JavaScriptException;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.ScriptRuntime;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/**
 * What {@code require} throws: errors that scripts may catch, and what they say to the host if
 * nobody does.
 */
final class ModuleErrors {
  private final Realm realm;
  private @Nullable RhinoException last;
  private @Nullable ScriptError meaning;

  ModuleErrors(Realm realm) {
    this.realm = realm;
  }

  /** What the failure of a script means, if it is the last one that came from here. */
  @Nullable ScriptError meaning(RhinoException failure) {
    return failure == last ? meaning : null;
  }

  RhinoException wrongSpecifier() {
    return ScriptRuntime.constructError("TypeError", "require needs the name of a module");
  }

  RhinoException tooMany(String message) {
    return ScriptRuntime.constructError("Error", message);
  }

  /** With Node's words and code, by which scripts tell it from others. */
  RhinoException notFound(Context cx, String specifier) {
    EcmaError place =
        ScriptRuntime.constructError("Error", "Cannot find module '" + specifier + "'");
    return coded(cx, "MODULE_NOT_FOUND", place);
  }

  RhinoException notAllowed(Context cx, String name, ScriptSource from) {
    EcmaError place =
        ScriptRuntime.constructError(
            "Error", "module '%s' is not allowed for '%s'".formatted(name, from.name()));
    return remember(
        coded(cx, "MODULE_NOT_ALLOWED", place), ScriptError.of(Kind.REFUSED, place, from));
  }

  /** The environment does not allow what is in the text. */
  RhinoException refused(Context cx, SyntaxRefusal refusal, ScriptSource module) {
    EcmaError place =
        ScriptRuntime.constructError(
            "Error", "module '%s' is refused: %s".formatted(module.name(), refusal.reason()));
    return remember(
        coded(cx, "MODULE_NOT_ALLOWED", place),
        new ScriptErrors(module, ErrorPolicy.SANITISED).of(refusal));
  }

  /** The text does not parse. */
  RhinoException syntax(EvaluatorException failure, ScriptSource module) {
    ScriptError error = ScriptError.of(Kind.SYNTAX, failure, module);
    int lines = Math.max(1, (int) module.text().lines().count());
    if (error.line() > lines) { // what closes the function around it
      String end = module.line(lines);
      error =
          new ScriptError(
              Kind.SYNTAX, error.message(), module.name(), lines, 0, end, error.stack());
    }
    return syntax(error);
  }

  /** The text is no JSON, or not the body of one function. */
  RhinoException syntax(@Nullable String message, ScriptSource module) {
    return syntax(ScriptError.of(Kind.SYNTAX, String.valueOf(message), module));
  }

  private RhinoException syntax(ScriptError error) {
    return remember(
        ScriptRuntime.constructError(
            "SyntaxError",
            error.toString(),
            error.file(),
            error.line(),
            error.lineSource(),
            error.column()),
        error);
  }

  private RhinoException coded(Context cx, String code, EcmaError place) {
    Scriptable error = realm.error(cx, place.getErrorMessage());
    ((ScriptableObject) error).defineProperty("code", code, ScriptableObject.EMPTY);
    return new JavaScriptException(error, place.sourceName(), place.lineNumber());
  }

  private RhinoException remember(RhinoException failure, ScriptError error) {
    last = failure;
    meaning = error;
    return failure;
  }
}
