package dev.tachograph.bench.peers.child;

/**
 * An evaluation that is over.
 *
 * @param text its result, or the error
 * @param used what the peer itself says was used; the empty string if it says nothing
 */
public record Ended(Ending ending, String text, String used) {
  private static final int CAUSES = 20;

  static Ended of(Ending ending, String text) {
    return new Ended(ending, text, "");
  }

  /** A failure that is none of the peer's own: what of the JVM is behind it decides. */
  static Ended failed(Ending otherwise, Throwable failure) {
    Ending ending = otherwise;
    int depth = 0;
    for (Throwable cause = failure; cause != null && depth++ < CAUSES; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        ending = Ending.OUT_OF_MEMORY;
      } else if (cause instanceof StackOverflowError) {
        ending = Ending.STACK;
      }
    }
    return of(ending, text(failure));
  }

  private static String text(Throwable failure) {
    try {
      return String.valueOf(failure);
    } catch (Throwable nested) {
      return failure.getClass().getName();
    }
  }
}
