package dev.tachograph.engine;

/** A script that its environment does not allow, and where. */
final class SyntaxRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String reason;
  private final int line;
  private final int column;

  /** Of a validator's, which says where if it likes. */
  SyntaxRefusal(RuntimeException refusal) {
    super(refusal);
    reason = String.valueOf(refusal.getMessage());
    line = 0;
    column = 0;
  }

  /** At a place that is known. */
  SyntaxRefusal(String reason, int line, int column) {
    super(reason);
    this.reason = reason;
    this.line = line;
    this.column = column;
  }

  String reason() {
    return reason;
  }

  /** From 1; 0 when it is unknown. */
  int line() {
    return line;
  }

  /** From 1; 0 when it is unknown. */
  int column() {
    return column;
  }
}
