package dev.tachograph.engine.program;

/**
 * How compilations are run in the background, so that they can have an account and limits of their
 * own. They should: a short script can keep Rhino's compiler busy for hours, and every other
 * program that is hot waits for that.
 */
@FunctionalInterface
public interface BackgroundCompilation {
  /**
   * Runs a compilation: once, on the calling thread, and before returning. If this throws, or the
   * compilation does not run, then the program is interpreted for good.
   *
   * @param compilation enters a Context of its own; may throw anything, and must not be stopped
   *     from doing so
   */
  void run(Runnable compilation);

  /** Without limits, for sources that are trusted. */
  static BackgroundCompilation unlimited() {
    return Runnable::run;
  }
}
