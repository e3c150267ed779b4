package dev.tachograph.engine;

import dev.tachograph.engine.ScriptError.Kind;
import dev.tachograph.engine.program.Program;
import dev.tachograph.engine.program.ProgramSource;
import dev.tachograph.meter.Breach;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Usage;
import dev.tachograph.meter.internal.BackgroundThreads;
import dev.tachograph.meter.journal.JournalException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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
  private final ResourceTracker account;
  private final long start = System.nanoTime();
  private @Nullable Thread thread;
  private boolean cancelled;
  private boolean onlyChecks;
  private ValueReader reading = ScriptValues::toJava;

  /** Makes of a script's value what the host gets. */
  private interface ValueReader {
    @Nullable Object read(ScriptValues values, @Nullable Object value);
  }

  private record Value(@Nullable Object value, boolean truncated) {}

  /**
   * @param surroundings where it runs; not closed
   */
  SandboxRun(Sandbox sandbox, ScriptSource source, ScriptScope surroundings) {
    this.sandbox = sandbox;
    this.source = source;
    this.surroundings = surroundings;
    account = sandbox.tracker();
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
      return inContext();
    } finally {
      ended();
    }
  }

  private SandboxResult inContext() {
    Context cx = sandbox.engine().factory().enterContext();
    try {
      Realm realm = surroundings.realm(cx);
      ResourceTracker.Evaluated<Value> evaluated = account.run(() -> evaluate(cx, realm));
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
      return failed(internal(internal));
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
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
      Program program = sandbox.program(cx, new ProgramSource(source.name(), source.text()));
      if (onlyChecks) {
        return new Value(null, false);
      }
      kind = Kind.RUNTIME;
      ScriptableObject scope = surroundings.open(cx, source, program);
      Object value = program.exec(cx, scope);
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
      throw new EvaluationFailure(surroundings.error(kind, failure, source));
    } catch (Environment.Refusal refusal) {
      throw new EvaluationFailure(ScriptError.of(Kind.REFUSED, refusal.reason(), source));
    } catch (ScriptValues.Unreturnable unreturnable) {
      throw new EvaluationFailure(
          ScriptError.of(
              Kind.OUTPUT,
              "the result cannot leave the sandbox: " + unreturnable.getMessage(),
              source));
    }
  }

  private Value read(Context cx, Scriptable scope, Realm realm, @Nullable Object result) {
    Object settled = new Settlement(realm, scope, source).of(cx, result);
    ScriptValues values = new ScriptValues(sandbox.outputLimit(), sandbox.outputPolicy());
    Object copy = reading.read(values, settled);
    surroundings.leave(scope, values);
    return new Value(copy, values.isTruncated());
  }

  /**
   * Something in Rhino failed, such as with a NullPointerException: the script's, not the host's.
   */
  private ScriptError internal(Throwable failure) {
    return ScriptError.of(
        Kind.INTERNAL, "Rhino failed: " + failure.getClass().getSimpleName(), source);
  }

  /** A class that could not be metered was refused, unless Rhino itself is broken. */
  private ScriptError unlinked(LinkageError failure) {
    Throwable refusal = Refusal.in(failure);
    return refusal == null
        ? internal(failure)
        : ScriptError.of(Kind.UNMETERED, String.valueOf(refusal.getMessage()), source);
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
