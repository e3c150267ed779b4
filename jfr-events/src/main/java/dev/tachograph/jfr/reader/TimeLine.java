package dev.tachograph.jfr.reader;

import dev.tachograph.meter.Usage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an account of one JVM used over time. Immutable and thread-safe.
 *
 * @param meter the JVM
 * @param account its id
 * @param points in the order of time
 */
public record TimeLine(long meter, String account, List<Point> points) {
  /** Copies. */
  public TimeLine {
    points = List.copyOf(points);
  }

  /**
   * What was said of the account in a short while.
   *
   * @param at the last time that it was
   * @param total all that the account was charged with by then, which never falls; {@code null} if
   *     nothing was said of it yet
   * @param peak of each resource, the most that a single evaluation used which ended or was seen
   *     running; {@code null} if there was none
   * @param limits of the account, as options have them; {@code null} if it has none or they are not
   *     known yet
   */
  public record Point(
      Instant at, @Nullable Usage total, @Nullable Usage peak, @Nullable String limits) {}
}
