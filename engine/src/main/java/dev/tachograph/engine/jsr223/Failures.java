package dev.tachograph.engine.jsr223;

import dev.tachograph.engine.SandboxResult;
import dev.tachograph.engine.ScriptError;
import dev.tachograph.meter.Breach;
import dev.tachograph.meter.LimitExceededError;
import javax.script.ScriptException;
import org.jspecify.annotations.Nullable;

/** What went wrong, as {@code javax.script} reports it. */
final class Failures {
  private Failures() {}

  /**
   * The value of a script that completed.
   *
   * @throws ScriptException of a script that failed, with the place, caused by a {@link
   *     dev.tachograph.engine.ScriptException}; of one that was stopped or not started, caused by a
   *     {@link LimitExceededError}
   */
  static @Nullable Object value(SandboxResult result) throws ScriptException {
    if (result instanceof SandboxResult.LimitExceeded stopped) {
      throw of(stopped.breach());
    }
    if (result instanceof SandboxResult.Denied denied) {
      throw of(denied.breach());
    }
    if (result instanceof SandboxResult.Cancelled cancelled) {
      throw of(cancelled.breach());
    }
    try {
      return result.value();
    } catch (dev.tachograph.engine.ScriptException failed) {
      throw result instanceof SandboxResult.Failed failure
          ? of(failure.error(), failed)
          : of(String.valueOf(failed.getMessage()), failed);
    }
  }

  private static ScriptException of(Breach breach) {
    return of(breach.message(), LimitExceededError.of(breach));
  }

  private static ScriptException of(ScriptError error, Throwable cause) {
    ScriptException failure =
        new ScriptException(
            error.message(), error.file(), known(error.line()), known(error.column()));
    failure.initCause(cause);
    return failure;
  }

  private static int known(int position) {
    return position > 0 ? position : -1;
  }

  /** Scripts cannot run here; the message says why. */
  static ScriptException of(IllegalStateException unavailable) {
    return of(String.valueOf(unavailable.getMessage()), unavailable);
  }

  static ScriptException of(String message, Throwable cause) {
    ScriptException failure = new ScriptException(message);
    failure.initCause(cause);
    return failure;
  }
}
