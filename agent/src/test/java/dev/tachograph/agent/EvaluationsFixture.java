package dev.tachograph.agent;

import dev.tachograph.meter.EvaluationListener;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Resource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.mozilla.javascript.BaseFunction;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/** A host with a scope, compiled unless a test says otherwise, that sees its evaluations end. */
abstract class EvaluationsFixture {
  /** The evaluations that ended since the test began. */
  final List<EvaluationRecord> ended = new CopyOnWriteArrayList<>();

  private final EvaluationListener listener =
      new EvaluationListener() {
        @Override
        public void ended(EvaluationRecord evaluation) {
          ended.add(evaluation);
        }
      };
  Context cx;
  Scriptable scope;

  @BeforeEach
  void enter() {
    open(false);
    WovenJvm.ledger().addListener(listener);
  }

  @AfterEach
  void exit() {
    WovenJvm.ledger().removeListener(listener);
    Context.exit();
  }

  @SuppressWarnings("deprecation")
  private void open(boolean interpreted) {
    cx = Context.enter();
    cx.setLanguageVersion(Context.VERSION_ES6);
    cx.setOptimizationLevel(interpreted ? -1 : 0);
    scope = cx.initStandardObjects();
  }

  /** Starts over with a scope in this mode. */
  final void mode(boolean interpreted) {
    Context.exit();
    open(interpreted);
  }

  final Object eval(String name, String source) {
    return cx.evaluateString(scope, source, name, 1, null);
  }

  static long iterations(EvaluationRecord evaluation) {
    return evaluation.usage().get(Resource.ITERATIONS);
  }

  static long calls(EvaluationRecord evaluation) {
    return evaluation.usage().get(Resource.FUNCTION_CALLS);
  }

  /** Defines a function of the host. */
  final void define(String name, java.util.function.Function<Object[], Object> body) {
    ScriptableObject.putProperty(
        scope,
        name,
        new BaseFunction() {
          private static final long serialVersionUID = 1L;

          @Override
          public Object call(Context cx, Scriptable scope, Scriptable self, Object[] args) {
            return body.apply(args);
          }
        });
  }
}
