package dev.tachograph.engine.program;

import org.mozilla.javascript.Context;

/**
 * How much a {@link ProgramCache} keeps, and when it compiles.
 *
 * <p>The weight of a program is estimated, from what Rhino 1.9.2 was seen to retain: 2,048 bytes,
 * 400 for each function in it and 3 for each character; once it is compiled another 24,576 bytes,
 * 4,096 for each function and 36 for each character, of which half are on the heap and the others
 * in the metaspace.
 *
 * @param maximumPrograms how many programs are kept at most
 * @param maximumBytes what they may weigh together. To hold both bounds at once, a program takes
 *     the larger one of its shares in them. So there is room for the full number only if no program
 *     weighs more than {@code maximumBytes / maximumPrograms}, and for at least half of one of the
 *     bounds in any case (unless a single program is larger than that, which is then not kept).
 * @param hotAfter the run that asks for compilation: 0 to ask at once, {@link Integer#MAX_VALUE}
 *     for never
 * @param maximumWaiting how many programs may wait for their compilation; those for which there is
 *     no room ask again later
 * @param languageVersion what the programs are written in, such as {@link Context#VERSION_ES6}. The
 *     Contexts must be set to the same.
 * @param sharedByTenants whether tenants with the same script have one program. Nothing of one
 *     realm gets into another, but a tenant can tell from the costs whether somebody else had the
 *     very same script before.
 */
public record ProgramCacheSettings(
    int maximumPrograms,
    long maximumBytes,
    int hotAfter,
    int maximumWaiting,
    int languageVersion,
    boolean sharedByTenants) {
  private static final ProgramCacheSettings DEFAULTS =
      new ProgramCacheSettings(1000, 64L << 20, 10, 100, Context.VERSION_ES6, true);

  /** Checks the numbers. */
  public ProgramCacheSettings {
    atLeast(1, maximumPrograms, "maximumPrograms");
    atLeast(1, maximumBytes, "maximumBytes");
    atLeast(0, hotAfter, "hotAfter");
    atLeast(1, maximumWaiting, "maximumWaiting");
    if (!Context.isValidLanguageVersion(languageVersion)) {
      throw new IllegalArgumentException(
          "languageVersion is %d; use one of Context.VERSION_*".formatted(languageVersion));
    }
  }

  /**
   * 1,000 programs and 64 MB, compiled after 10 runs with 100 waiting, in ES6, shared by tenants.
   */
  public static ProgramCacheSettings defaults() {
    return DEFAULTS;
  }

  /** The same with other bounds. */
  public ProgramCacheSettings withBounds(int programs, long bytes) {
    return new ProgramCacheSettings(
        programs, bytes, hotAfter, maximumWaiting, languageVersion, sharedByTenants);
  }

  /** The same with another run that asks for compilation. */
  public ProgramCacheSettings withHotAfter(int runs) {
    return new ProgramCacheSettings(
        maximumPrograms, maximumBytes, runs, maximumWaiting, languageVersion, sharedByTenants);
  }

  /** The same with another number of programs that may wait for their compilation. */
  public ProgramCacheSettings withMaximumWaiting(int programs) {
    return new ProgramCacheSettings(
        maximumPrograms, maximumBytes, hotAfter, programs, languageVersion, sharedByTenants);
  }

  /** The same with another language version. */
  public ProgramCacheSettings withLanguageVersion(int version) {
    return new ProgramCacheSettings(
        maximumPrograms, maximumBytes, hotAfter, maximumWaiting, version, sharedByTenants);
  }

  /** The same with programs shared by tenants, or not. */
  public ProgramCacheSettings withSharedByTenants(boolean shared) {
    return new ProgramCacheSettings(
        maximumPrograms, maximumBytes, hotAfter, maximumWaiting, languageVersion, shared);
  }

  private static void atLeast(long least, long value, String name) {
    if (value < least) {
      throw new IllegalArgumentException("%s is %d; use at least %d".formatted(name, value, least));
    }
  }
}
