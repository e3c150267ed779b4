package dev.tachograph.meter;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a cumulative limit gives back what was spent of it as time goes by. Immutable and
 * thread-safe.
 *
 * <p>There are two ways. A {@linkplain #every calendar period} gives the whole limit back when it
 * ends: 1000 evaluations each day. A {@linkplain #bucket token bucket} gives back a little all the
 * time: 60 calls each minute; the limit is how many may come at once.
 *
 * <p>An account that spent more than its limit, as time does by a little, starts the next period
 * without debt. What an evaluation uses that runs over the end of a period is booked when it asks
 * for more or ends. Usage is never given back: only the budget is.
 */
public final class Refill {
  private static final Pattern BUCKET = Pattern.compile("([0-9_]+)/([0-9_]+[a-z]+)");
  private static final Pattern PERIOD = Pattern.compile("([a-z]+)(?:\\+([0-9_]+))?(?:@(.+))?");

  /** The length of a period of the calendar. */
  public enum Period {
    /** From second 0 to second 0. */
    MINUTE(ChronoUnit.MINUTES),
    /** From minute 0 to minute 0. */
    HOUR(ChronoUnit.HOURS),
    /** From midnight to midnight: 23 to 25 hours where clocks are put forward and back. */
    DAY(ChronoUnit.DAYS),
    /** From the first of the month to the next one. */
    MONTH(ChronoUnit.MONTHS);

    private final ChronoUnit unit;

    Period(ChronoUnit unit) {
      this.unit = unit;
    }
  }

  private final @Nullable Period period;
  private final ZoneId zone;
  private final long carryOver;
  private final long amount;
  private final Duration per;

  private Refill(@Nullable Period period, ZoneId zone, long carryOver, long amount, Duration per) {
    this.period = period;
    this.zone = zone;
    this.carryOver = carryOver;
    this.amount = amount;
    this.per = per;
  }

  /** The whole limit, at the end of each period in this zone. */
  public static Refill every(Period period, ZoneId zone) {
    return new Refill(Objects.requireNonNull(period), zone, 0, 0, Duration.ZERO);
  }

  /**
   * So much in each span of time, evenly; never beyond the limit.
   *
   * @throws IllegalArgumentException if the amount or the time is not positive, or the time is
   *     longer than 2^63-1 nanoseconds
   */
  public static Refill bucket(long amount, Duration per) {
    if (amount <= 0 || per.isNegative() || per.isZero()) {
      throw new IllegalArgumentException(
          "refill of %d per %s: both have to be more than 0".formatted(amount, per));
    }
    if (per.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("refill per " + per + ": longer than 292 years");
    }
    return new Refill(null, ZoneOffset.UTC, 0, amount, per);
  }

  /**
   * The same period, but what was left over of it may be spent later.
   *
   * @param most how much may be left over in all; 0 or more
   * @throws IllegalArgumentException if {@code most} is negative
   * @throws IllegalStateException if this is a token bucket
   */
  public Refill carryOver(long most) {
    if (period == null) {
      throw new IllegalStateException("a token bucket carries over what it holds, up to the limit");
    }
    if (most < 0) {
      throw new IllegalArgumentException("carry-over of " + most + ": it is 0 or more");
    }
    return new Refill(period, zone, most, 0, Duration.ZERO);
  }

  /**
   * Reads {@code minute}, {@code hour}, {@code day} or {@code month}, with what may be carried over
   * as in {@code month+500} and the zone behind as in {@code day@Europe/Berlin} (otherwise UTC); or
   * a rate such as {@code 60/1m}, whose time has ms, s, m or h behind.
   *
   * @param key what messages call it
   * @throws IllegalArgumentException if the text is none of these
   */
  static Refill parse(String key, String text) {
    try {
      Matcher rate = BUCKET.matcher(text);
      if (rate.matches()) {
        return bucket(
            Units.parse(Resource.Unit.COUNT, key, rate.group(1)),
            Duration.ofNanos(Units.parse(Resource.Unit.NANOS, key, rate.group(2))));
      }
      Matcher calendar = PERIOD.matcher(text);
      if (calendar.matches()) {
        Period period = Period.valueOf(calendar.group(1).toUpperCase(Locale.ROOT));
        String most = calendar.group(2);
        String zone = calendar.group(3);
        Refill refill = every(period, zone == null ? ZoneOffset.UTC : ZoneId.of(zone));
        return most == null
            ? refill
            : refill.carryOver(Units.parse(Resource.Unit.COUNT, key, most));
      }
    } catch (IllegalArgumentException | DateTimeException wrong) {
      throw new IllegalArgumentException(
          syntax(key, text) + " (" + wrong.getMessage() + ")", wrong);
    }
    throw new IllegalArgumentException(syntax(key, text));
  }

  private static String syntax(String key, String text) {
    return "%s=%s: expected minute, hour, day or month, as in day@Europe/Berlin or month+500@UTC, or a rate such as 60/1m"
        .formatted(key, text.isEmpty() ? "(nothing)" : text);
  }

  /** When the period ends that is now; never for a token bucket. */
  @Nullable Instant endOfPeriod(Instant now) {
    if (period == null) {
      return null;
    }
    ZonedDateTime here = now.atZone(zone);
    return switch (period) {
      case MINUTE, HOUR -> here.truncatedTo(period.unit).toInstant().plus(1, period.unit);
      case DAY -> here.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
      case MONTH ->
          here.toLocalDate()
              .withDayOfMonth(1)
              .plusMonths(1)
              .atTime(LocalTime.MIN)
              .atZone(zone)
              .toInstant();
    };
  }

  /** How many periods began from the end of one up to now, at least 1. */
  long periodsFrom(Instant end, Instant now) {
    return period == null ? 0 : 1 + period.unit.between(end.atZone(zone), now.atZone(zone));
  }

  /** What a period may leave to later ones. */
  long mostCarriedOver() {
    return carryOver;
  }

  /** What a token bucket gives in {@link #bucketTime}; 0 if this is none. */
  long bucketAmount() {
    return amount;
  }

  /** See {@link #bucketAmount}. */
  Duration bucketTime() {
    return per;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Refill that
        && period == that.period
        && zone.equals(that.zone)
        && carryOver == that.carryOver
        && amount == that.amount
        && per.equals(that.per);
  }

  @Override
  public int hashCode() {
    return Objects.hash(period, zone, carryOver, amount, per);
  }

  /** In the syntax of options. */
  @Override
  public String toString() {
    if (period == null) {
      return amount + "/" + Units.option(Resource.Unit.NANOS, per.toNanos());
    }
    return period.name().toLowerCase(Locale.ROOT)
        + (carryOver == 0 ? "" : "+" + carryOver)
        + (zone.equals(ZoneOffset.UTC) ? "" : "@" + zone);
  }
}
