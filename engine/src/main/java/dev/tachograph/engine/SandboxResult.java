package dev.tachograph.engine;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.Json;
import dev.tachograph.meter.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an evaluation in a sandbox ended. Immutable. */
public sealed interface SandboxResult {
  /** What the evaluation used; nothing if it was denied. */
  Usage usage();

  /** How long it took, with what was done to prepare it. */
  Duration duration();

  /** What the script wrote to its console, as much of it as is kept. */
  List<ConsoleMessage> console();

  /**
   * The value of a script that completed.
   *
   * @throws ScriptException if it did not
   */
  default @Nullable Object value() {
    throw new ScriptException(this);
  }

  /**
   * A stable form for machines: {@code outcome} ({@code completed}, {@code failed}, {@code
   * limit-exceeded}, {@code denied}, {@code cancelled}), {@code value}, {@code truncated}, {@code
   * error}, {@code breach}, {@code usage}, {@code durationNanos} and {@code console}. What there is
   * not, or is unknown, is null; dates are texts of ISO 8601, and a BigInt is its digits in a
   * string.
   */
  default Map<String, @Nullable Object> toMap() {
    return Structured.of(this);
  }

  /** {@link #toMap()} as one line of JSON. */
  default String toJson() {
    return Json.compact(toMap());
  }

  /**
   * The script ran to its end, and so did its promises' jobs.
   *
   * @param value the value of its last statement, or what the promise that this was came to, as a
   *     copy: null, {@link Boolean}, {@link Long} for integers of up to 2^53, {@link Double},
   *     {@link java.math.BigInteger}, {@link String}, {@link java.time.Instant}, unmodifiable
   *     {@link List} and {@link Map}. Undefined, functions and symbols are null, and are left out
   *     of objects.
   * @param truncated whether the value was larger than the sandbox allows, and was cut
   */
  record Completed(
      @Nullable Object value,
      boolean truncated,
      Usage usage,
      Duration duration,
      List<ConsoleMessage> console)
      implements SandboxResult {}

  /** The script failed. */
  record Failed(ScriptError error, Usage usage, Duration duration, List<ConsoleMessage> console)
      implements SandboxResult {}

  /** The script was stopped, because it used more than it may. */
  record LimitExceeded(Breach breach, Usage usage, Duration duration, List<ConsoleMessage> console)
      implements SandboxResult {}

  /** The script did not start, because its account is used up. */
  record Denied(Breach breach, Usage usage, Duration duration, List<ConsoleMessage> console)
      implements SandboxResult {}

  /** The script was stopped by the host. */
  record Cancelled(Breach breach, Usage usage, Duration duration, List<ConsoleMessage> console)
      implements SandboxResult {}
}
