package dev.tachograph.engine.cli;

/** How a run ended. */
enum Outcome {
  /** Every file ran to its end. */
  COMPLETED("completed", ExitCode.COMPLETED),
  /** A file has a syntax error, or threw. */
  FAILED("failed", ExitCode.SCRIPT_FAILED),
  /** A limit stopped a file, or kept it from starting. */
  LIMIT_EXCEEDED("limit-exceeded", ExitCode.LIMIT_EXCEEDED),
  /** The scripts cannot be metered here, so they may not run. */
  REFUSED("refused", ExitCode.NOT_METERED),
  /** Somebody interrupted the run. */
  CANCELLED("cancelled", ExitCode.CANCELLED);

  private final String key;
  private final int exitCode;

  Outcome(String key, int exitCode) {
    this.key = key;
    this.exitCode = exitCode;
  }

  /** The name in JSON, for example {@code limit-exceeded}. */
  String key() {
    return key;
  }

  int exitCode() {
    return exitCode;
  }
}
