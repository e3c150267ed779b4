package dev.tachograph.engine.cli;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to.
 *
 * @param outcome how it ended
 * @param value what the last file evaluated to, as JSON text
 * @param error what went wrong; {@code null} if nothing did, or a limit was exceeded
 * @param breach the limit that was exceeded, or {@code null}
 * @param usage what all files together used
 */
record RunResult(
    Outcome outcome,
    String value,
    @Nullable ScriptError error,
    @Nullable Breach breach,
    Usage usage) {

  static RunResult completed(String value, Usage usage) {
    return new RunResult(Outcome.COMPLETED, value, null, null, usage);
  }

  static RunResult failed(ScriptError error, Usage usage) {
    return new RunResult(Outcome.FAILED, JsonText.NULL, error, null, usage);
  }

  static RunResult limitExceeded(Breach breach, Usage usage) {
    return new RunResult(Outcome.LIMIT_EXCEEDED, JsonText.NULL, null, breach, usage);
  }

  static RunResult refused(Throwable reason, Usage usage) {
    ScriptError error = ScriptError.of(String.valueOf(reason.getMessage()), null);
    return new RunResult(Outcome.REFUSED, JsonText.NULL, error, null, usage);
  }

  static RunResult cancelled(Usage usage) {
    ScriptError error = ScriptError.of("interrupted", null);
    return new RunResult(Outcome.CANCELLED, JsonText.NULL, error, null, usage);
  }
}
