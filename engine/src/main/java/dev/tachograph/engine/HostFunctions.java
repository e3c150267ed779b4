package dev.tachograph.engine;

import dev.tachograph.engine.HostFunctionOptions.Rate;
import dev.tachograph.engine.executor.TooManyWaitingException;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

  private final Sandbox sandbox;
  private final ResourceTracker account;
  private @Nullable EcmaError lastFailure;
  private @Nullable Throwable lastCause;
  private boolean logged;

  /** A host function with its name and its declaration. */
  record Declared(String name, HostFunctionOptions options, HostFunction body) {}

  /**
   * @param account of the evaluation
   */
  HostFunctions(Sandbox sandbox, ResourceTracker account) {
    this.sandbox = sandbox;
    this.account = account;
  }

  /**
   * Stops the evaluation of this thread here if it was cancelled or has passed a limit.
   *
   * @throws LimitExceededError if it has
   */
  static void requireGoingOn(ResourceTracker account) {
    account.charge(Resource.HOST_CALLS, 0);
  }

  /** Makes the function that scripts see. */
  Scriptable toScript(Scriptable scope, String name, HostFunction function) {
    return toScript(scope, new Declared(name, HostFunctionOptions.NONE, function));
  }

  /** Makes the function that scripts see; of a dotted name, by the last part. */
  Scriptable toScript(Scriptable scope, Declared function) {
    return new LambdaFunction(
        scope,
        function.name().substring(function.name().lastIndexOf('.') + 1),
        function.options().parameters().required(),
        (cx, caller, self, values) -> call(cx, scope, function, values));
  }

  private @Nullable Object call(Context cx, Scriptable scope, Declared function, Object[] values) {
    String name = function.name();
    HostFunctionOptions options = function.options();
    account.charge(Resource.HOST_CALLS, options.cost());
    options.parameters().checkCount(name, values.length);
    Object answer;
    try {
      List<@Nullable Object> arguments = arguments(values);
      options.parameters().checkTypes(name, arguments);
      pay(name, options);
      answer = answer(function, new HostCall(name, sandbox.account(), arguments));
      answer = HostValues.snapshot("the result of " + name, answer);
    } catch (ScriptValues.Unreturnable unreadable) {
      throw failed(
          "an argument of " + name + " cannot leave the sandbox: " + unreadable.getMessage(), null);
    } catch (HostCallException told) {
      throw failed(String.valueOf(told.getMessage()), told);
    } catch (TimedCalls.Overdue late) {
      throw failed(
          "host function " + name + " took longer than " + late.timeout().toMillis() + " ms", null);
    } catch (TimedCalls.TooMany busy) {
      throw failed("too many calls of host functions are running", null);
    } catch (TooManyWaitingException full) {
      throw failed("too many scripts wait for host functions", null);
    } catch (RhinoException scripts) {
      throw scripts; // a getter of an argument
    } catch (LimitExceededError stopped) {
      throw stopped;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      requireGoingOn(account);
      throw failed("host function " + name + " was interrupted", stopped);
    } catch (Exception | AssertionError | LinkageError untold) {
      logOnce(name, untold);
      throw failed(untold(name, untold), untold);
    }
    return HostValues.toScript(cx, scope, answer);
  }

  private static List<@Nullable Object> arguments(Object[] values) {
    List<@Nullable Object> arguments = new ArrayList<>(values.length);
    ScriptValues reader = new ScriptValues(LARGEST_ARGUMENTS, OutputLimit.REFUSE);
    for (Object value : values) {
      arguments.add(reader.toJava(value));
    }
    return arguments;
  }

  private void pay(String name, HostFunctionOptions options) {
    Rate rate = options.rate();
    if (rate != null) {
      long early = sandbox.engine().rates().take(sandbox.account(), name, rate, options.cost());
      if (early > 0) {
        throw new HostCallException(
            "%s is called too often: the rate is %s; try again in %d ms"
                .formatted(name, rate, 1 + TimeUnit.NANOSECONDS.toMillis(early - 1)));
      }
    }
    if (options.fuel() > 0) {
      account.charge(Resource.FUEL, options.fuel());
    }
  }

  private @Nullable Object answer(Declared function, HostCall call) throws Exception {
    return function.options().waits()
        ? sandbox
            .engine()
            .executor()
            .whileWaiting(() -> timed(function, call), () -> requireGoingOn(account))
        : function.body().call(call);
  }

  private @Nullable Object timed(Declared function, HostCall call) throws Exception {
    Duration timeout = function.options().timeout();
    return timeout == null
        ? function.body().call(call)
        : sandbox
            .engine()
            .timedCalls()
            .call(sandbox.account(), account, timeout, () -> function.body().call(call));
  }

  private String untold(String name, Throwable failure) {
    return switch (sandbox.errorPolicy()) {
      case SAFE -> "a host function failed";
      case SANITISED -> "host function " + name + " failed";
      case FULL -> "host function " + name + " failed: " + failure;
    };
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

  private EcmaError failed(String message, @Nullable Throwable cause) {
    EcmaError error = ScriptRuntime.constructError("Error", message);
    lastFailure = error;
    lastCause = cause;
    return error;
  }

  /** Whether the script failed because it did not handle what a host function threw. */
  boolean caused(RhinoException failure) {
    return failure == lastFailure;
  }

  /** What the host function threw by which the script failed. */
  @Nullable Throwable causeOf(RhinoException failure) {
    return failure == lastFailure ? lastCause : null;
  }
}
