package dev.tachograph.engine.program;

import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.ErrorReporter;
import org.mozilla.javascript.EvaluatorException;

/** For texts whose warnings were reported when they were parsed for the first time. */
enum SilentErrorReporter implements ErrorReporter {
  INSTANCE;

  @Override
  public void warning(
      String message, String sourceName, int line, @Nullable String lineSource, int lineOffset) {}

  @Override
  public void error(
      String message, String sourceName, int line, @Nullable String lineSource, int lineOffset) {
    throw runtimeError(message, sourceName, line, lineSource, lineOffset);
  }

  @Override
  public EvaluatorException runtimeError(
      String message, String sourceName, int line, @Nullable String lineSource, int lineOffset) {
    return new EvaluatorException(message, sourceName, line, lineSource, lineOffset);
  }
}
