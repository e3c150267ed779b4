package dev.tachograph.engine;

import org.jspecify.annotations.Nullable;

/** Tells the errors that say that scripts cannot be metered from those that are somebody's bug. */
final class Refusal {
  private Refusal() {}

  /**
   * Finds the refusal in an error or in its causes. The agent throws plain LinkageErrors, and makes
   * classes unloadable that it should have woven and could not.
   *
   * @return {@code null} if there is no refusal in it
   */
  static @Nullable Throwable in(LinkageError error) {
    Throwable found = error;
    while (found.getClass() != LinkageError.class && found.getClass() != ClassFormatError.class) {
      found = found.getCause();
      if (found == null) {
        return null;
      }
    }
    return found;
  }
}
