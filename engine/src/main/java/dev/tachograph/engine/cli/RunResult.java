package dev.tachograph.engine.cli;

import dev.tachograph.engine.SandboxResult;
import dev.tachograph.engine.ScriptError;
import dev.tachograph.meter.Breach;
import dev.tachograph.meter.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to.
 *
 * @param outcome how it ended
 * @param value what the last file evaluated to, as JSON can say it
 * @param error what went wrong in a script, or {@code null}
 * @param reason what went wrong otherwise, or {@code null}
 * @param breach the limit that was exceeded, or {@code null}
 * @param usage what all files together used
 */
record RunResult(
    Outcome outcome,
    @Nullable Object value,
    @Nullable ScriptError error,
    @Nullable String reason,
    @Nullable Breach breach,
    Usage usage) {

  /**
   * What a script's end means.
   *
   * @param name of the script, for a breach that knows none because it was not started
   * @param usage of all scripts so far
   */
  static RunResult of(SandboxResult result, String name, Usage usage) {
    if (result instanceof SandboxResult.Completed completed) {
      return completed(completed.toMap().get("value"), usage);
    }
    if (result instanceof SandboxResult.LimitExceeded exceeded) {
      return limitExceeded(named(exceeded.breach(), name), usage);
    }
    if (result instanceof SandboxResult.Denied denied) {
      return limitExceeded(named(denied.breach(), name), usage);
    }
    if (result instanceof SandboxResult.Failed failed) {
      ScriptError error = failed.error();
      return error.kind() == ScriptError.Kind.UNMETERED
          ? refused(error.message(), usage)
          : failed(error, usage);
    }
    return cancelled(usage);
  }

  private static Breach named(Breach breach, String name) {
    return !breach.script().isEmpty()
        ? breach
        : new Breach(
            breach.kind(),
            breach.resource(),
            breach.scope(),
            breach.limit(),
            breach.used(),
            breach.requested(),
            breach.account(),
            name,
            breach.position(),
            breach.interrupted(),
            breach.suspension());
  }

  static RunResult completed(@Nullable Object value, Usage usage) {
    return new RunResult(Outcome.COMPLETED, value, null, null, null, usage);
  }

  static RunResult failed(ScriptError error, Usage usage) {
    return new RunResult(Outcome.FAILED, null, error, null, null, usage);
  }

  static RunResult failed(String reason, Usage usage) {
    return new RunResult(Outcome.FAILED, null, null, reason, null, usage);
  }

  static RunResult limitExceeded(Breach breach, Usage usage) {
    return new RunResult(Outcome.LIMIT_EXCEEDED, null, null, null, breach, usage);
  }

  static RunResult refused(String reason, Usage usage) {
    return new RunResult(Outcome.REFUSED, null, null, reason, null, usage);
  }

  static RunResult cancelled(Usage usage) {
    return new RunResult(Outcome.CANCELLED, null, null, "interrupted", null, usage);
  }
}
