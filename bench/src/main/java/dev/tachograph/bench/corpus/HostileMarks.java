package dev.tachograph.bench.corpus;

import java.util.regex.Pattern;

/** What hostile scripts say that got away with something. */
public final class HostileMarks {
  /** The second half says that a class is lost. */
  private static final Pattern ESCAPE =
      Pattern.compile(
          "ESCAPED|LEAK|FOREIGN REALM|BROKEN|ran during tenant|NoClassDefFound"
              + "|ExceptionInInitializer");

  /**
   * What looks like it and is none: a script's error instead of a callback of the host's, and a
   * realm that is nobody else's, and so is not frozen.
   */
  private static final Pattern NO_ESCAPE =
      Pattern.compile(
          "ESCAPED via [^:]*: TypeError: Cannot find function"
              + "|LEAK RegExp\\.prototype writable Date\\.prototype writable");

  private HostileMarks() {}

  /** Whether one that runs in a scope of its own says so. */
  public static boolean escaped(String text) {
    return ESCAPE.matcher(NO_ESCAPE.matcher(text).replaceAll("")).find();
  }
}
