package dev.tachograph.agent.rhino;

import org.jspecify.annotations.Nullable;

/** Stands for Rhino's exception of the same name. Never defined itself. */
public class EvaluatorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** As in Rhino: what happened, in which source, on which line. */
  public EvaluatorException(String detail, @Nullable String sourceName, int lineNumber) {
    super(detail + sourceName + lineNumber);
  }
}
