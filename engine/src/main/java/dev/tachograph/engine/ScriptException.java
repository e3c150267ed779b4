package dev.tachograph.engine;

/** Thrown where a value is asked for that a script did not come to. */
public final class ScriptException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient SandboxResult result;

  ScriptException(SandboxResult result) {
    super(message(result), result instanceof SandboxResult.Failed f ? f.error().cause() : null);
    this.result = result;
  }

  /** How the evaluation ended; never {@link SandboxResult.Completed}. */
  public SandboxResult result() {
    return result;
  }

  private static String message(SandboxResult result) {
    if (result instanceof SandboxResult.Failed failed) {
      return failed.error().toString();
    }
    if (result instanceof SandboxResult.LimitExceeded stopped) {
      return stopped.breach().message();
    }
    if (result instanceof SandboxResult.Denied denied) {
      return denied.breach().message();
    }
    return result instanceof SandboxResult.Cancelled cancelled
        ? cancelled.breach().message()
        : "completed";
  }
}
