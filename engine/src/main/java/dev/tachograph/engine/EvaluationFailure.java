package dev.tachograph.engine;

/** A failure of a script that was read while its evaluation was metered. */
final class EvaluationFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient ScriptError error;

  EvaluationFailure(ScriptError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  ScriptError error() {
    return error;
  }
}
