package dev.tachograph.engine;

import dev.tachograph.engine.ScriptError.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.JavaScriptException;
import org.mozilla.javascript.LambdaFunction;
import org.mozilla.javascript.NativePromise;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.Undefined;

/** What a script's result came to: promises are followed, once nothing else is left to run. */
final class Settlement {
  private final Realm realm;
  private final Scriptable scope;
  private final ScriptErrors errors;

  Settlement(Realm realm, Scriptable scope, ScriptErrors errors) {
    this.realm = realm;
    this.scope = scope;
    this.errors = errors;
  }

  /**
   * What a promise was fulfilled with, and every other value as it is.
   *
   * @throws EvaluationFailure if it was rejected, or nothing is left to settle it; or if another
   *     was rejected, and nobody handles that
   */
  @Nullable Object of(Context cx, @Nullable Object value) {
    Object settled = settled(cx, value);
    List<Object> reasons = new ArrayList<>();
    cx.getUnhandledPromiseTracker().process(reasons::add);
    if (!reasons.isEmpty()) {
      ScriptError error = rejection(reasons.get(0));
      throw new EvaluationFailure(
          error.withMessage("unhandled promise rejection: " + error.message()));
    }
    return settled;
  }

  private @Nullable Object settled(Context cx, @Nullable Object value) {
    if (!(value instanceof NativePromise promise)) {
      return value;
    }
    List<@Nullable Object> fulfilled = new ArrayList<>();
    List<@Nullable Object> rejected = new ArrayList<>();
    realm.then(cx, promise, collector(fulfilled), collector(rejected));
    cx.processMicrotasks();
    if (!rejected.isEmpty()) {
      throw new EvaluationFailure(rejection(rejected.get(0)));
    }
    if (fulfilled.isEmpty()) {
      throw new EvaluationFailure(
          errors.of(
              Kind.REJECTION, "the result is a promise that nothing is left to settle", null));
    }
    return fulfilled.get(0);
  }

  private ScriptError rejection(@Nullable Object reason) {
    JavaScriptException thrown = new JavaScriptException(reason, errors.source().name(), 0);
    return errors.of(Kind.REJECTION, thrown, null);
  }

  private LambdaFunction collector(List<@Nullable Object> into) {
    return new LambdaFunction(
        scope,
        1,
        (cx, caller, self, values) -> {
          into.add(values.length == 0 ? Undefined.instance : values[0]);
          return Undefined.instance;
        });
  }
}
