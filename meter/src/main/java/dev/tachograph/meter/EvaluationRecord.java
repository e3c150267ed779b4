package dev.tachograph.meter;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation, as it started or as it ended. Immutable and thread-safe.
 *
 * @param id counts the evaluations of this JVM, from 1
 * @param account who pays
 * @param script the source name of the outermost script
 * @param thread the name of the thread that opened the evaluation
 * @param start when it was opened
 * @param duration how long it was open; zero at its start
 * @param outcome how it ended; {@code null} while it runs
 * @param usage what it used
 * @param breach what stopped or denied it; {@code null} unless the outcome says so
 */
public record EvaluationRecord(
    long id,
    String account,
    String script,
    String thread,
    Instant start,
    Duration duration,
    @Nullable Outcome outcome,
    Usage usage,
    @Nullable Breach breach) {

  /** How an evaluation ended. */
  public enum Outcome {
    /** It returned to the host. */
    COMPLETED("completed"),
    /** It threw something else than a limit. */
    FAILED("failed"),
    /** It was stopped by a limit. */
    LIMIT_EXCEEDED("limit-exceeded"),
    /** It was refused before it ran, because its account was used up. */
    DENIED("denied"),
    /** It was stopped by {@link Account#cancel}. */
    CANCELLED("cancelled");

    private final String key;

    Outcome(String key) {
      this.key = key;
    }

    /** The name in JSON and JFR, for example {@code limit-exceeded}. */
    public String key() {
      return key;
    }
  }
}
