package dev.tachograph.bench.plot;

/**
 * A bar of a chart, with the bounds that its whisker shows.
 *
 * @param value its height; what is not a number is left out
 * @param low where the whisker begins; the same as {@code value} where no bounds are known
 * @param high where it ends
 */
public record Bar(double value, double low, double high) {
  /** One without bounds. */
  public static Bar of(double value) {
    return new Bar(value, value, value);
  }

  boolean isThere() {
    return Double.isFinite(value);
  }

  boolean hasBounds() {
    return isThere() && Double.isFinite(low) && Double.isFinite(high) && low < high;
  }
}
