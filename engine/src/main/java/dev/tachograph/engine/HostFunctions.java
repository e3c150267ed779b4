package dev.tachograph.engine;

import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.EcmaError;
import org.mozilla.javascript.LambdaFunction;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.ScriptRuntime;
import org.mozilla.javascript.Scriptable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host functions of one evaluation, as its script sees them. */
final class HostFunctions {
  private static final Logger LOG = LoggerFactory.getLogger(HostFunctions.class);
  private static final long LARGEST_ARGUMENTS = 1 << 20;

  private final ResourceTracker account;
  private @Nullable EcmaError lastFailure;
  private boolean logged;

  HostFunctions(ResourceTracker account) {
    this.account = account;
  }

  /** Makes the function that scripts see. */
  Scriptable toScript(Scriptable scope, String name, HostFunction function) {
    return new LambdaFunction(
        scope, name, 0, (cx, caller, self, values) -> call(cx, scope, name, function, values));
  }

  private @Nullable Object call(
      Context cx, Scriptable scope, String name, HostFunction function, Object[] values) {
    account.charge(Resource.HOST_CALLS, 1);
    List<@Nullable Object> arguments = new ArrayList<>(values.length);
    Object answer;
    try {
      ScriptValues reader = new ScriptValues(LARGEST_ARGUMENTS, OutputLimit.REFUSE);
      for (Object value : values) {
        arguments.add(reader.toJava(value));
      }
      answer = function.call(new HostCall(name, account.account(), arguments));
      answer = HostValues.snapshot("the result of " + name, answer);
    } catch (ScriptValues.Unreturnable unreadable) {
      throw failed(
          "an argument of " + name + " cannot leave the sandbox: " + unreadable.getMessage());
    } catch (HostCallException told) {
      throw failed(String.valueOf(told.getMessage()));
    } catch (RhinoException scripts) {
      throw scripts; // a getter of an argument
    } catch (LimitExceededError stopped) {
      throw stopped;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw failed("host function " + name + " was interrupted");
    } catch (Exception | AssertionError | LinkageError untold) {
      logOnce(name, untold);
      throw failed("host function " + name + " failed");
    }
    return HostValues.toScript(cx, scope, answer);
  }

  /** The first of an evaluation: a script that calls in a loop would fill the host's log. */
  private void logOnce(String name, Throwable failure) {
    if (!logged) {
      logged = true;
      LOG.warn(
          "host function {} failed for account {}; further failures of this evaluation are not"
              + " logged",
          name,
          account.account(),
          failure);
    }
  }

  private EcmaError failed(String message) {
    EcmaError error = ScriptRuntime.constructError("Error", message);
    lastFailure = error;
    return error;
  }

  /** Whether the script failed because it did not handle what a host function threw. */
  boolean caused(RhinoException failure) {
    return failure == lastFailure;
  }
}
