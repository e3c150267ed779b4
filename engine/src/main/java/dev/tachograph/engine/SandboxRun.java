package dev.tachograph.engine;

import dev.tachograph.engine.ScriptError.Kind;
import dev.tachograph.engine.program.Program;
import dev.tachograph.meter.Breach;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Usage;
import dev.tachograph.meter.journal.JournalException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
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
  private static final AtomicLong RUNS = new AtomicLong();

  private final Sandbox sandbox;
  private final ScriptSource source;
  private final ScriptScope surroundings;
  private final RunOptions options;
  private final ScriptErrors errors;
  private ResourceTracker account;
  private volatile @Nullable Program program;
  private final long start = System.nanoTime();
  private @Nullable Thread thread;
  private boolean cancelled;
  private boolean onlyChecks;
  private ValueReader reading = ScriptValues::toJava;

  /** A failure that was read while the evaluation was metered. */
  private static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    final transient ScriptError error;

    Failure(ScriptError error) {
      super(error.message(), null, false, false);
      this.error = error;
    }
  }

  /** Makes of a script's value what the host gets. */
  private interface ValueReader {
    @Nullable Object read(ScriptValues values, @Nullable Object value);
  }

  private record Value(@Nullable Object value, boolean truncated) {}

  /** One with nothing different; see the other. */
  SandboxRun(Sandbox sandbox, ScriptSource source, ScriptScope surroundings) {
    this(sandbox, source, surroundings, RunOptions.none(), null);
  }

  /**
   * @param surroundings where it runs, with the globals of the options
   * @param program of the source; {@code null} if it is yet to be found
   */
  SandboxRun(
      Sandbox sandbox,
      ScriptSource source,
      ScriptScope surroundings,
      RunOptions options,
      @Nullable Program program) {
    this.sandbox = sandbox;
    this.source = source;
    this.surroundings = surroundings;
    this.options = options;
    this.program = program;
    errors = new ScriptErrors(source, sandbox.errorPolicy());
    account = sandbox.tracker();
  }

  /** The name of the source. */
  String script() {
    return source.name();
  }

  /** For how long, from the start or from its submission. */
  @Nullable Duration deadline() {
    return options.deadline();
  }

  /** What it ran, or found when it checked the source. */
  @Nullable Program program() {
    return program;
  }

  /** Runs it, and throws its surroundings away. */
  SandboxResult once() {
    try (surroundings) {
      return run();
    }
  }

  /**
   * Runs it on this thread, or, where this thread is in a Context already, as in a host function,
   * on another one while this one waits: a thread has one Context, and scripts must not share it.
   */
  SandboxResult run() {
    return Context.getCurrentContext() == null
        ? runHere()
        : NestedThread.call(this::runHere, () -> account.cancel());
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
    return once();
  }

  /** Runs it for what it does, and completes with null. */
  SandboxResult execute() {
    reading = (values, value) -> null;
    return run();
  }

  /** Runs it, and completes with its value in words. */
  SandboxResult describe() {
    reading = (values, value) -> ValueDescription.of(value);
    return run();
  }

  private SandboxResult runHere() {
    started();
    try {
      return onAccount();
    } finally {
      ended();
    }
  }

  private SandboxResult onAccount() {
    Limits tighter = options.limits();
    if (tighter == null) {
      return inContext();
    }
    try (ResourceTracker own = sandbox.tracker().child("run-" + RUNS.incrementAndGet())) {
      own.setLimits(tighter);
      account = own;
      return inContext();
    }
  }

  private SandboxResult inContext() {
    Context cx = sandbox.engine().factory().enterContext();
    try {
      surroundings.enter(source, account);
      Realm realm = surroundings.realm(cx);
      ResourceTracker.Evaluated<Value> evaluated = metered(() -> evaluate(cx, realm));
      Value value = evaluated.value();
      return new SandboxResult.Completed(
          value.value(), value.truncated(), evaluated.usage(), elapsed(), messages());
    } catch (LimitExceededError stopped) {
      return stopped(stopped.breach());
    } catch (Failure failure) {
      return failed(failure.error);
    } catch (JournalException unwritable) {
      throw unwritable;
    } catch (LinkageError unlinked) {
      return failed(unlinked(unlinked));
    } catch (RuntimeException | AssertionError internal) {
      return failed(errors.internal(internal));
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    } finally {
      Context.exit();
    }
  }

  private ResourceTracker.Evaluated<Value> metered(Callable<Value> body) throws Exception {
    Duration deadline = options.deadline();
    if (deadline == null) {
      return account.run(body);
    }
    Duration left = deadline.minus(elapsed());
    return account.run(left.isNegative() || left.isZero() ? Duration.ofNanos(1) : left, body);
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
      Program found = find(cx);
      if (onlyChecks) {
        return new Value(null, false);
      }
      kind = Kind.RUNTIME;
      ScriptableObject scope = surroundings.open(cx, found);
      Object value = found.exec(cx, scope);
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
      HostFunctions functions = surroundings.functions();
      throw new Failure(
          errors.of(
              functions.caused(failure) ? Kind.HOST : kind, failure, functions.causeOf(failure)));
    } catch (SyntaxRefusal refusal) {
      throw new Failure(errors.of(refusal));
    } catch (ScriptValues.Unreturnable unreturnable) {
      throw new Failure(
          errors.of(
              Kind.OUTPUT,
              "the result cannot leave the sandbox: " + unreturnable.getMessage(),
              null));
    }
  }

  private Program find(Context cx) {
    Program known = program;
    if (known == null) {
      known = sandbox.program(cx, source);
      program = known;
    }
    return known;
  }

  private Value read(Context cx, Scriptable scope, Realm realm, @Nullable Object result) {
    Object settled = settled(cx, scope, realm, result);
    failOnUnhandledRejection(cx);
    ScriptValues values = new ScriptValues(sandbox.outputLimit(), sandbox.outputPolicy());
    Object copy = reading.read(values, settled);
    surroundings.leave(scope, values);
    return new Value(copy, values.isTruncated());
  }

  private void failOnUnhandledRejection(Context cx) {
    List<Object> reasons = new ArrayList<>();
    cx.getUnhandledPromiseTracker().process(reasons::add);
    if (!reasons.isEmpty()) {
      ScriptError error = rejection(reasons.get(0)).error;
      throw new Failure(error.withMessage("unhandled promise rejection: " + error.message()));
    }
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
          errors.of(
              Kind.REJECTION, "the result is a promise that nothing is left to settle", null));
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
    return new Failure(errors.of(Kind.REJECTION, thrown, null));
  }

  /** A class that could not be metered was refused, unless Rhino itself is broken. */
  private ScriptError unlinked(LinkageError failure) {
    Throwable refusal = Refusal.in(failure);
    return refusal == null
        ? errors.internal(failure)
        : errors.of(Kind.UNMETERED, String.valueOf(refusal.getMessage()), refusal);
  }

  private SandboxResult failed(ScriptError error) {
    return new SandboxResult.Failed(error, used(), elapsed(), messages());
  }

  private Usage used() {
    return sandbox.engine().ended().take();
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private List<ConsoleMessage> messages() {
    return surroundings.console().take();
  }
}
