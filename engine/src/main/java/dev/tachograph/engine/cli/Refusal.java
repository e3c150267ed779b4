package dev.tachograph.engine.cli;

/** Tells the errors that say that scripts cannot be metered from those that are somebody's bug. */
final class Refusal {
  private Refusal() {}

  /**
   * Finds the refusal in an error or in its causes. The agent throws plain LinkageErrors, and makes
   * classes unloadable that it should have woven and could not.
   *
   * @throws LinkageError the given one, if there is no refusal in it
   */
  static Throwable in(LinkageError error) {
    Throwable found = error;
    while (found.getClass() != LinkageError.class && found.getClass() != ClassFormatError.class) {
      found = found.getCause();
      if (found == null) {
        throw error;
      }
    }
    return found;
  }
}
