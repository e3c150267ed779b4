package dev.tachograph.engine.program.store;

/**
 * How much a {@link ProgramStore} keeps. Where one of the bounds is exceeded, the programs that
 * were saved first go.
 *
 * @param programs how many, at least 1
 * @param bytes what they take together, at least 1
 */
public record StoreBounds(int programs, long bytes) {
  /** Checks the numbers. */
  public StoreBounds {
    if (programs < 1 || bytes < 1) {
      throw new IllegalArgumentException(
          "%d programs of %d bytes together: both are at least 1".formatted(programs, bytes));
    }
  }

  /** 10,000 programs and 256 MB. */
  public static StoreBounds defaults() {
    return new StoreBounds(10_000, 256L << 20);
  }

  boolean allow(long programs, long bytes) {
    return programs <= this.programs && bytes <= this.bytes;
  }
}
