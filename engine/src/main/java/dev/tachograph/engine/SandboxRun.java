package dev.tachograph.engine;

import dev.tachograph.engine.ScriptError.Kind;
import dev.tachograph.engine.program.Program;
import dev.tachograph.engine.program.ProgramSource;
import dev.tachograph.meter.Breach;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Usage;
import dev.tachograph.meter.internal.BackgroundThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.JavaScriptException;
import org.mozilla.javascript.LambdaFunction;
import org.mozilla.javascript.NativePromise;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.ScriptRuntime;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.Undefined;

/** One evaluation in a sandbox, from the source to the result. Used once, on one thread. */
final class SandboxRun {
  private static final int CONSOLE_CHARACTERS = 64 << 10;

  private final Sandbox sandbox;
  private final ScriptSource source;
  private final Map<String, @Nullable Object> globals;
  private final @Nullable GlobalsExchange exchange;
  private final ResourceTracker account;
  private final Console console;
  private final HostFunctions functions;
  private final long start = System.nanoTime();
  private @Nullable Thread thread;
  private boolean cancelled;
  private boolean onlyChecks;

  /** A failure that was read while the evaluation was metered. */
  private static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    final transient ScriptError error;

    Failure(ScriptError error) {
      super(error.message(), null, false, false);
      this.error = error;
    }
  }

  private record Value(@Nullable Object value, boolean truncated) {}

  SandboxRun(
      Sandbox sandbox,
      ScriptSource source,
      Map<String, @Nullable Object> globals,
      @Nullable GlobalsExchange exchange) {
    this.sandbox = sandbox;
    this.source = source;
    this.globals = globals;
    this.exchange = exchange;
    account = sandbox.tracker();
    console =
        new Console(
            CONSOLE_CHARACTERS,
            sandbox.console(),
            bytes -> account.charge(Resource.OUTPUT_BYTES, bytes));
    functions = new HostFunctions(account);
  }

  /**
   * Runs it on this thread, or, where this thread is in a Context already, as in a host function,
   * on another one while this one waits: a thread has one Context, and scripts must not share it.
   */
  SandboxResult run() {
    if (Context.getCurrentContext() == null) {
      return runHere();
    }
    FutureTask<SandboxResult> task = new FutureTask<>(this::runHere);
    new BackgroundThreads("tachograph-nested").newThread(task).start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException again) {
          interrupted = true;
          account.cancel();
        } catch (ExecutionException failure) {
          throw new IllegalStateException("a nested evaluation failed", failure.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Stops this evaluation, now or when it starts; nothing happens when it ended. */
  synchronized void cancel() {
    cancelled = true;
    if (thread != null) {
      thread.interrupt(); // which cancels evaluations of a sandbox's account
    }
  }

  private synchronized void started() {
    thread = Thread.currentThread();
    if (cancelled) {
      thread.interrupt();
    }
  }

  /** The interrupt was for this evaluation, not for what the thread does next. */
  private synchronized void ended() {
    thread = null;
    if (cancelled) {
      Thread.interrupted();
    }
  }

  /** Compiles it, and completes with null. */
  SandboxResult check() {
    onlyChecks = true;
    return run();
  }

  private SandboxResult runHere() {
    started();
    try {
      return inContext();
    } finally {
      ended();
    }
  }

  private SandboxResult inContext() {
    Context cx = sandbox.engine().factory().enterContext();
    try {
      RealmStock scopes = sandbox.engine().scopes();
      Realm realm = scopes.pool(sandbox.environment().shape()).take(cx);
      try {
        ResourceTracker.Evaluated<Value> evaluated = account.run(() -> evaluate(cx, realm));
        Value value = evaluated.value();
        return new SandboxResult.Completed(
            value.value(), value.truncated(), evaluated.usage(), elapsed(), messages());
      } catch (LimitExceededError stopped) {
        return stopped(stopped.breach());
      } catch (Failure failure) {
        return new SandboxResult.Failed(failure.error, used(), elapsed(), messages());
      } catch (RuntimeException | LinkageError | AssertionError internal) {
        return new SandboxResult.Failed(internal(internal), used(), elapsed(), messages());
      } catch (Exception impossible) {
        throw new IllegalStateException(impossible);
      } finally {
        scopes.thrownAway();
      }
    } finally {
      Context.exit();
    }
  }

  private SandboxResult stopped(Breach breach) {
    return switch (breach.kind()) {
      case CANCELLED -> new SandboxResult.Cancelled(breach, used(), elapsed(), messages());
      default ->
          breach.denied()
              ? new SandboxResult.Denied(breach, Usage.none(), elapsed(), messages())
              : new SandboxResult.LimitExceeded(breach, used(), elapsed(), messages());
    };
  }

  private Value evaluate(Context cx, Realm realm) {
    Kind kind = Kind.SYNTAX;
    try {
      Program program =
          sandbox
              .engine()
              .programs()
              .get(
                  cx,
                  account.account(),
                  new ProgramSource(source.name(), source.text()),
                  sandbox.environment().check());
      if (onlyChecks) {
        return new Value(null, false);
      }
      kind = Kind.RUNTIME;
      ScriptableObject scope = realm.open();
      Scriptable log = console.toScript(cx, scope);
      realm.define("console", log);
      sandbox
          .environment()
          .functions()
          .forEach((name, body) -> realm.define(name, functions.toScript(scope, name, body)));
      globals.forEach((name, value) -> realm.define(name, HostValues.toScript(cx, scope, value)));
      if (exchange != null) {
        exchange.enter(cx, realm, scope, program.constants(), log, functions);
      }
      Object value = program.exec(cx, scope);
      // As if the script still ran: what reading the result calls may ask for its scope.
      return (Value)
          ScriptRuntime.doTopCall(
              (running, caller, self, values) -> read(running, scope, realm, values[0]),
              cx,
              scope,
              scope,
              new Object[] {value},
              false);
    } catch (RhinoException failure) {
      throw new Failure(
          ScriptError.of(functions.caused(failure) ? Kind.HOST : kind, failure, source));
    } catch (Environment.Refusal refusal) {
      throw new Failure(ScriptError.of(Kind.REFUSED, refusal.reason(), source));
    } catch (ScriptValues.Unreturnable unreturnable) {
      throw new Failure(
          ScriptError.of(
              Kind.OUTPUT,
              "the result cannot leave the sandbox: " + unreturnable.getMessage(),
              source));
    }
  }

  private Value read(Context cx, Scriptable scope, Realm realm, @Nullable Object result) {
    ScriptValues values = new ScriptValues(sandbox.outputLimit(), sandbox.outputPolicy());
    Object copy = values.toJava(settled(cx, scope, realm, result));
    if (exchange != null) {
      exchange.leave(scope, values);
    }
    return new Value(copy, values.isTruncated());
  }

  /** What a promise came to. */
  private @Nullable Object settled(
      Context cx, Scriptable scope, Realm realm, @Nullable Object value) {
    if (!(value instanceof NativePromise promise)) {
      return value;
    }
    List<@Nullable Object> fulfilled = new ArrayList<>();
    List<@Nullable Object> rejected = new ArrayList<>();
    realm.then(cx, promise, collector(scope, fulfilled), collector(scope, rejected));
    cx.processMicrotasks();
    if (!rejected.isEmpty()) {
      throw rejection(rejected.get(0));
    }
    if (fulfilled.isEmpty()) {
      throw new Failure(
          ScriptError.of(
              Kind.REJECTION, "the result is a promise that nothing is left to settle", source));
    }
    return fulfilled.get(0);
  }

  private static LambdaFunction collector(Scriptable scope, List<@Nullable Object> into) {
    return new LambdaFunction(
        scope,
        1,
        (cx, caller, self, values) -> {
          into.add(values.length == 0 ? Undefined.instance : values[0]);
          return Undefined.instance;
        });
  }

  private Failure rejection(@Nullable Object reason) {
    JavaScriptException thrown = new JavaScriptException(reason, source.name(), 0);
    return new Failure(ScriptError.of(Kind.REJECTION, thrown, source));
  }

  /**
   * Something in Rhino failed, such as with a NullPointerException: the script's, not the host's.
   */
  private ScriptError internal(Throwable failure) {
    return ScriptError.of(
        Kind.INTERNAL, "Rhino failed: " + failure.getClass().getSimpleName(), source);
  }

  private Usage used() {
    return sandbox.engine().ended().take();
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private List<ConsoleMessage> messages() {
    return List.copyOf(console.messages());
  }
}
