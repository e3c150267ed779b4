package dev.tachograph.engine.cli;

import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.JavaScriptException;
import org.mozilla.javascript.LambdaFunction;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.Undefined;

/** A Context with one scope, in which scripts see the language, {@code print}, and no Java. */
final class ScriptSession implements AutoCloseable {
  /**
   * Frames of Rhino's interpreter lie in the heap, which an endless recursion would fill for
   * minutes. Rhino numbers them in 16 bits: a greater bound than 2^15-1 would be none.
   */
  private static final int INTERPRETED_DEPTH = 30_000;

  private final Context cx;
  private final Scriptable scope;
  private final PrintStream printed;
  private final ResourceTracker account;

  /**
   * Opens a session on this thread, to be closed there.
   *
   * @param account is charged with what is printed
   */
  ScriptSession(Mode mode, PrintStream printed, ResourceTracker account) {
    this.printed = printed;
    this.account = account;
    cx = Context.enter();
    cx.setLanguageVersion(Context.VERSION_ES6);
    cx.setInterpretedMode(mode.isInterpreted());
    if (mode.isInterpreted()) {
      cx.setMaximumInterpreterStackDepth(INTERPRETED_DEPTH);
    }
    cx.setClassShutter(className -> false);
    cx.getWrapFactory().setJavaPrimitiveWrap(false);
    cx.setTrackUnhandledPromiseRejections(true);
    ScriptableObject globals = cx.initSafeStandardObjects();
    globals.defineProperty(
        "print",
        new LambdaFunction(globals, "print", 1, (context, caller, self, values) -> print(values)),
        ScriptableObject.DONTENUM);
    scope = globals;
  }

  /** Runs a script with its promise jobs. Call it within an evaluation. */
  Object run(SourceFile file) throws ScriptFailure {
    try {
      Object value = cx.evaluateString(scope, file.text(), file.name(), 1, null);
      failOnUnhandledRejection(file);
      return value;
    } catch (RhinoException failure) {
      throw new ScriptFailure(ScriptError.of(failure, file), failure);
    } catch (StackOverflowError tooDeep) {
      throw new ScriptFailure(ScriptError.of(tooDeep, file), tooDeep);
    }
  }

  /**
   * The value of a script as JSON. Call it within the same evaluation.
   *
   * @throws ScriptFailure if there is no way to convert it
   */
  String json(Object value, SourceFile file) throws ScriptFailure {
    try {
      return JsonText.of(cx, scope, value);
    } catch (RhinoException failure) {
      throw new ScriptFailure(ScriptError.of(failure, file), failure);
    }
  }

  /** Errors in promises would otherwise get lost, and the script would pass for completed. */
  private void failOnUnhandledRejection(SourceFile file) throws ScriptFailure {
    List<Object> reasons = new ArrayList<>();
    cx.getUnhandledPromiseTracker().process(reasons::add);
    if (!reasons.isEmpty()) {
      var failure = new JavaScriptException(reasons.get(0), file.name(), 0);
      String message = "unhandled promise rejection: " + ScriptError.of(failure, file).message();
      throw new ScriptFailure(ScriptError.of(message, file.name()), failure);
    }
  }

  private Object print(Object[] values) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      line.append(i == 0 ? "" : " ").append(Context.toString(values[i]));
    }
    line.append(System.lineSeparator());
    account.charge(Resource.HOST_CALLS, 1);
    byte[] text = line.toString().getBytes(StandardCharsets.UTF_8);
    account.charge(Resource.OUTPUT_BYTES, text.length);
    printed.print(line);
    return Undefined.instance;
  }

  @Override
  public void close() {
    cx.close();
  }
}
