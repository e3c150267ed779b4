package dev.tachograph.meter.history;

import dev.tachograph.meter.Resource;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers that people like to read in a configuration. */
final class HandyNumbers {
  private static final MathContext TWO_DIGITS = new MathContext(2, RoundingMode.CEILING);
  private static final long[] ONES = {1};
  private static final long[] SIZES = {1, 1L << 10, 1L << 20, 1L << 30};
  private static final long[] TIMES = {
    1_000_000, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L
  };
  private static final int LEAST = 10;

  private HandyNumbers() {}

  /**
   * A value with head-room: rounded up to two digits of the largest unit of which it is ten or
   * more, and of times to a whole millisecond.
   *
   * @param percent the head-room, 0 or more
   * @return {@link Long#MAX_VALUE} where it would be more
   */
  static long withHeadRoom(Resource.Unit unit, long value, int percent) {
    BigDecimal least =
        BigDecimal.valueOf(value).multiply(BigDecimal.valueOf(100L + percent)).movePointLeft(2);
    long size = size(unit, least);
    BigInteger units =
        least.divide(BigDecimal.valueOf(size), 0, RoundingMode.CEILING).toBigIntegerExact();
    BigInteger rounded =
        new BigDecimal(units)
            .round(TWO_DIGITS)
            .multiply(BigDecimal.valueOf(size))
            .toBigIntegerExact();
    return rounded.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
  }

  private static long size(Resource.Unit unit, BigDecimal value) {
    long[] sizes =
        switch (unit) {
          case COUNT -> ONES;
          case BYTES -> SIZES;
          case NANOS -> TIMES;
        };
    int i = sizes.length - 1;
    while (i > 0
        && value.compareTo(BigDecimal.valueOf(LEAST).multiply(BigDecimal.valueOf(sizes[i]))) < 0) {
      i--;
    }
    return sizes[i];
  }
}
