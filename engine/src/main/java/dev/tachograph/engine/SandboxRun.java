package dev.tachograph.engine;

import dev.tachograph.engine.ScriptError.Kind;
import dev.tachograph.engine.program.Program;
import dev.tachograph.engine.program.ProgramSource;
import dev.tachograph.meter.Breach;
import dev.tachograph.meter.Evaluated;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Usage;
import dev.tachograph.meter.journal.JournalException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.ScriptRuntime;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/** One evaluation in a sandbox, from the source to the result. Used once, on one thread. */
final class SandboxRun {
  private final Sandbox sandbox;
  private final ScriptSource source;
  private final ScriptScope surroundings;
  private final RunOptions options;
  private final ScriptErrors errors;
  private final ResourceTracker account;
  private final RunCancellation cancellation = new RunCancellation();
  private volatile @Nullable Program program;
  private final long start = System.nanoTime();
  private boolean onlyChecks;
  private ValueReader reading = ScriptValues::toJava;

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
  void cancel() {
    cancellation.request();
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
    SandboxResult result = cancellation.during(this::inContext);
    Program ran = program;
    if (ran != null) {
      ran.worked(result.usage());
    }
    return result;
  }

  private SandboxResult inContext() {
    Context cx = sandbox.engine().factory().enterContext();
    try {
      surroundings.enter(source);
      Realm realm = surroundings.realm(cx);
      Evaluated<Value> evaluated = metered(() -> evaluate(cx, realm));
      Value value = evaluated.value();
      return new SandboxResult.Completed(
          value.value(), value.truncated(), evaluated.usage(), elapsed(), messages());
    } catch (LimitExceededError stopped) {
      return stopped(stopped.breach());
    } catch (EvaluationFailure failure) {
      return failed(failure.error());
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

  private Evaluated<Value> metered(Callable<Value> body) throws Exception {
    Duration deadline = options.deadline();
    if (deadline == null) {
      return account.run(options.limits(), body);
    }
    Duration left = deadline.minus(elapsed());
    return account.run(
        options.limits(), left.isNegative() || left.isZero() ? Duration.ofNanos(1) : left, body);
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
      ScriptableObject scope = surroundings.open(cx, source, found);
      Object value = found.exec(cx, scope);
      realm.later().run(cx);
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
      throw new EvaluationFailure(surroundings.error(kind, failure, errors));
    } catch (SyntaxRefusal refusal) {
      throw new EvaluationFailure(errors.of(refusal));
    } catch (ScriptValues.Unreturnable unreturnable) {
      throw new EvaluationFailure(
          errors.of(
              Kind.OUTPUT,
              "the result cannot leave the sandbox: " + unreturnable.getMessage(),
              null));
    }
  }

  private Program find(Context cx) {
    Program known = program;
    if (known == null) {
      known = sandbox.program(cx, new ProgramSource(source.name(), source.text()));
      program = known;
    }
    return known;
  }

  private Value read(Context cx, Scriptable scope, Realm realm, @Nullable Object result) {
    Object settled = new Settlement(realm, scope, errors).of(cx, result);
    ScriptValues values = new ScriptValues(sandbox.outputLimit(), sandbox.outputPolicy());
    Object copy = reading.read(values, settled);
    surroundings.leave(scope, values);
    return new Value(copy, values.isTruncated());
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
