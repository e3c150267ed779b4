package dev.tachograph.meter.monitor;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.Resource;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * How a limit follows what is used. Immutable and thread-safe.
 *
 * @param resource whose limit it is
 * @param scope whether the account's total or each evaluation is limited
 * @param minimum the least that the limit may be, in the resource's unit, 0 or more
 * @param maximum the most, below {@link Long#MAX_VALUE}
 * @param up the percentage of the limit from which on it is raised
 * @param down the percentage up to which it is lowered
 * @param upFactor what it is multiplied with, more than 1; rounded up to the next unit
 * @param downFactor what it is divided by, more than 1; rounded down. A limit is never lowered so
 *     far that it would have to be raised again
 * @param coolDown how long a limit stays before it is changed again; and how long it is watched
 *     before it is lowered
 */
public record ScalingPolicy(
    Resource resource,
    Breach.Scope scope,
    long minimum,
    long maximum,
    int up,
    int down,
    double upFactor,
    double downFactor,
    Duration coolDown) {
  private static final double HIGHEST_FACTOR = 1_000_000;

  /**
   * @throws IllegalArgumentException if a value is out of range, {@code minimum} exceeds {@code
   *     maximum}, {@code down} reaches {@code up}, or the resource has no such limit
   */
  public ScalingPolicy {
    String key = Reading.key(resource, scope);
    boolean limited =
        scope == Breach.Scope.TOTAL
            ? resource.isLimitedInTotal()
            : resource.isLimitedPerEvaluation();
    require(limited, key + " is no limit that could be scaled");
    require(
        minimum >= 0 && minimum <= maximum && maximum < Long.MAX_VALUE,
        "%s from %d to %d: the minimum is 0 or more and not above the maximum, which is a limit"
            .formatted(key, minimum, maximum));
    require(
        down >= 0 && down < up && up <= 100,
        "%s up at %d %% and down at %d %%: from 0 to 100, and up above down"
            .formatted(key, up, down));
    require(
        isFactor(upFactor) && isFactor(downFactor),
        "%s with factors %s and %s: they are more than 1 and at most a million"
            .formatted(key, upFactor, downFactor));
    require(!coolDown.isNegative(), "%s with a cool-down of %s".formatted(key, coolDown));
  }

  private static boolean isFactor(double factor) {
    return factor > 1 && factor <= HIGHEST_FACTOR;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /**
   * Scales the account's total: up at 80 % and down at 30 %, by 1.5, with a minute between two
   * changes. What is summed up only rises, so that such a limit falls only after a reset or a
   * refill.
   */
  public static ScalingPolicy total(Resource resource, long minimum, long maximum) {
    return usual(resource, Breach.Scope.TOTAL, minimum, maximum);
  }

  /** Scales the limit of each evaluation, with the same numbers. */
  public static ScalingPolicy perEvaluation(Resource resource, long minimum, long maximum) {
    return usual(resource, Breach.Scope.EVALUATION, minimum, maximum);
  }

  private static ScalingPolicy usual(
      Resource resource, Breach.Scope scope, long minimum, long maximum) {
    return new ScalingPolicy(
        resource, scope, minimum, maximum, 80, 30, 1.5, 1.5, Duration.ofMinutes(1));
  }

  /** The same with other percentages. */
  public ScalingPolicy thresholds(int up, int down) {
    return new ScalingPolicy(
        resource, scope, minimum, maximum, up, down, upFactor, downFactor, coolDown);
  }

  /** The same with other factors. */
  public ScalingPolicy factors(double up, double down) {
    return new ScalingPolicy(
        resource, scope, minimum, maximum, this.up, this.down, up, down, coolDown);
  }

  /** The same with another cool-down; zero changes a limit at every check that finds a reason. */
  public ScalingPolicy coolDown(Duration coolDown) {
    return new ScalingPolicy(
        resource, scope, minimum, maximum, up, down, upFactor, downFactor, coolDown);
  }

  boolean isHigh(long used, long limit) {
    return Reading.share(used, limit) >= up / 100.0;
  }

  boolean isLow(long used, long limit) {
    return Reading.share(used, limit) <= down / 100.0;
  }

  long inRange(long limit) {
    return Math.max(minimum, Math.min(limit, maximum));
  }

  /** The limit after one step up, from one in range. */
  long raised(long limit) {
    BigDecimal next = BigDecimal.valueOf(limit).multiply(BigDecimal.valueOf(upFactor));
    return inRange(Math.max(limit + 1, saturated(next.setScale(0, RoundingMode.CEILING))));
  }

  /** The limit after one step down; the same where that would make the use high. */
  long lowered(long limit, long used) {
    BigDecimal next =
        BigDecimal.valueOf(limit)
            .divide(BigDecimal.valueOf(downFactor), MathContext.DECIMAL128)
            .setScale(0, RoundingMode.FLOOR);
    BigDecimal low =
        BigDecimal.valueOf(used)
            .multiply(BigDecimal.valueOf(100))
            .divide(BigDecimal.valueOf(up), 0, RoundingMode.FLOOR)
            .add(BigDecimal.ONE);
    return Math.min(limit, inRange(saturated(used == 0 ? next : next.max(low))));
  }

  private static long saturated(BigDecimal value) {
    return value.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValueExact();
  }
}
