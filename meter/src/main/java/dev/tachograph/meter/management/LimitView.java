package dev.tachograph.meter.management;

/** How a cumulative limit of an account stands. */
public interface LimitView {
  /** The key of JSON of what is limited, for example {@code cpuTimeNanos}. */
  String getResource();

  /**
   * What counts against the limit: of what refills, what was spent since. -1 if some part of it
   * could not be measured.
   */
  long getUsed();

  /** The limit. */
  long getLimit();

  /** What is left, not below 0. */
  long getRemaining();
}
