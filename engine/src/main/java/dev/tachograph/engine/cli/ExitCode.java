package dev.tachograph.engine.cli;

/** The exit codes of the command line. They are a contract: scripts and CI jobs test them. */
final class ExitCode {
  static final int COMPLETED = 0;
  static final int SCRIPT_FAILED = 1;
  static final int USAGE = 2;
  static final int LIMIT_EXCEEDED = 3;
  static final int NOT_METERED = 4;
  static final int CANCELLED = 5;

  /** An error of ours, by the convention of sysexits.h. */
  static final int BUG = 70;

  private ExitCode() {}
}
