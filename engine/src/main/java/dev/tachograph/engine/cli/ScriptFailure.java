package dev.tachograph.engine.cli;

/** Ends an evaluation whose script failed, with the error read already. */
final class ScriptFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ScriptError error;

  ScriptFailure(ScriptError error, Throwable cause) {
    super(error.message(), cause);
    this.error = error;
  }

  ScriptError error() {
    return error;
  }
}
