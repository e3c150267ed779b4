package dev.tachograph.engine.program;

import dev.tachograph.engine.program.store.ProgramStore;
import dev.tachograph.engine.program.store.StoreKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;

/**
 * How much a {@link ProgramCache} keeps, and when it compiles.
 *
 * <p>The weight of a program is estimated, from what Rhino 1.9.2 was seen to retain: 2,048 bytes,
 * 400 for each function in it and 3 for each character, and 200 for each slash that may begin a
 * regular expression and up to 8,682 for each class of characters behind it; once it is compiled
 * another 24,576 bytes, 4,096 for each function and 36 for each character, of which half are on the
 * heap and the others in the metaspace.
 *
 * @param maximumPrograms how many programs are kept at most
 * @param maximumBytes what they may weigh together. To hold both bounds at once, a program takes
 *     the larger one of its shares in them. So there is room for the full number only if no program
 *     weighs more than {@code maximumBytes / maximumPrograms}, and for at least half of one of the
 *     bounds in any case (unless a single program is larger than that, which is then not kept).
 * @param hotAfter the run that asks for compilation: 0 to ask at once, {@link Integer#MAX_VALUE}
 *     for never. A run counts once more for each 20,000 iterations in it, and for as many function
 *     calls.
 * @param maximumWaiting how many programs may wait for their compilation; those for which there is
 *     no room ask again later
 * @param languageVersion what the programs are written in, such as {@link Context#VERSION_ES6}. The
 *     Contexts must be set to the same.
 * @param sharedByTenants whether tenants with the same script have one program. Nothing of one
 *     realm gets into another, but a tenant can tell from the costs whether somebody else had the
 *     very same script before.
 * @param persistent where compiled programs are kept over restarts, {@code null} if nowhere
 */
public record ProgramCacheSettings(
    int maximumPrograms,
    long maximumBytes,
    int hotAfter,
    int maximumWaiting,
    int languageVersion,
    boolean sharedByTenants,
    @Nullable Tier persistent) {

  /**
   * A persistent tier.
   *
   * @param store what holds the programs
   * @param key what they are sealed with; processes that share the store need the same one
   */
  public record Tier(ProgramStore store, StoreKey key) {
    /** Checks that nothing is missing. */
    public Tier {
      Objects.requireNonNull(store, "store");
      Objects.requireNonNull(key, "key");
    }
  }

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
   * 1,000 programs and 64 MB, compiled after 10 runs with 100 waiting, in ES6, shared by tenants,
   * kept nowhere else.
   */
  public static ProgramCacheSettings defaults() {
    return builder().build();
  }

  /** Starts from the {@link #defaults}. */
  public static Builder builder() {
    return new Builder();
  }

  private static void atLeast(long least, long value, String name) {
    if (value < least) {
      throw new IllegalArgumentException("%s is %d; use at least %d".formatted(name, value, least));
    }
  }

  /** Collects settings, which are as the record's components say. Not thread-safe. */
  public static final class Builder {
    private int maximumPrograms = 1000;
    private long maximumBytes = 64L << 20;
    private int hotAfter = 10;
    private int maximumWaiting = 100;
    private int languageVersion = Context.VERSION_ES6;
    private boolean sharedByTenants = true;
    private @Nullable Tier persistent;

    private Builder() {}

    /** How many programs are kept, and what they may weigh together. */
    public Builder bounds(int programs, long bytes) {
      maximumPrograms = programs;
      maximumBytes = bytes;
      return this;
    }

    /** The run that asks for compilation. */
    public Builder hotAfter(int runs) {
      hotAfter = runs;
      return this;
    }

    /** How many programs may wait for their compilation, and as many for the store. */
    public Builder maximumWaiting(int programs) {
      maximumWaiting = programs;
      return this;
    }

    /** What the programs are written in. */
    public Builder languageVersion(int version) {
      languageVersion = version;
      return this;
    }

    /** Whether tenants with the same script have one program. */
    public Builder sharedByTenants(boolean shared) {
      sharedByTenants = shared;
      return this;
    }

    /** Where compiled programs are kept over restarts. */
    public Builder persistent(ProgramStore store, StoreKey key) {
      persistent = new Tier(store, key);
      return this;
    }

    /**
     * Makes the settings.
     *
     * @throws IllegalArgumentException if a number is out of range; the message names it
     */
    public ProgramCacheSettings build() {
      return new ProgramCacheSettings(
          maximumPrograms,
          maximumBytes,
          hotAfter,
          maximumWaiting,
          languageVersion,
          sharedByTenants,
          persistent);
    }
  }
}
