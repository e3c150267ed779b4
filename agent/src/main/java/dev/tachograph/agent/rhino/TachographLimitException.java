package dev.tachograph.agent.rhino;

import org.jspecify.annotations.Nullable;

/**
 * A limit as a host sees it that knows nothing of the meter: a script that failed.
 *
 * <p>Its cause is the {@code LimitExceededError}. It is thrown to the host alone, never into script
 * code.
 */
public final class TachographLimitException extends EvaluatorException {
  private static final long serialVersionUID = 1L;

  /** What happened, in which source, on which line, and the error that stopped the script. */
  public TachographLimitException(
      String detail, @Nullable String sourceName, int lineNumber, Throwable cause) {
    super(detail, sourceName, lineNumber);
    initCause(cause);
  }
}
