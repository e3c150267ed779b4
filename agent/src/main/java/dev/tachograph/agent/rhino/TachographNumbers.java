package dev.tachograph.agent.rhino;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Stands between Rhino and the JDK's big integers, whose operations grow faster than their sizes.
 *
 * <p>Nothing can stop those methods once they run, so the sizes are charged before they are called.
 * Every method here is named like the one that it calls. A step is about the work of one round of a
 * loop, some nanoseconds.
 */
public final class TachographNumbers {
  private static final int HEADERS = 48;
  private static final int CHAR = 2;
  private static final int WORD_BITS = 32;
  private static final int BITS_PER_DIGIT = 4;
  private static final int SCHOOLBOOK_WORDS = 80;

  /** What two numbers of so many words take, some 50 ms, is the longest that nothing stops. */
  private static final int WORDS_AT_ONCE = 1 << 15;

  /** What the JDK has room for, and a little less: it refuses what is larger. */
  private static final int LARGEST_WORDS = Integer.MAX_VALUE / WORD_BITS - 1;

  private static final double LOG_2 = Math.log(2);

  private TachographNumbers() {}

  public static double parseDouble(String text) {
    if (text.length() > 128) {
      TachographCharges.steps(4L * text.length());
      TachographCharges.allocate(HEADERS + 2L * CHAR * text.length());
    }
    return Double.parseDouble(text);
  }

  private static long words(BigInteger number) {
    return number.bitLength() / WORD_BITS + 1L;
  }

  private static void result(long words) {
    TachographCharges.allocate(HEADERS + 8 * words);
  }

  /** As the JDK multiplies: by the schoolbook, then Karatsuba's and Toom's ways. */
  private static long product(long one, long other) {
    long small = Math.min(one, other);
    long large = Math.max(one, other);
    if (small < SCHOOLBOOK_WORDS) {
      return small * large / 4 + 1;
    }
    return (long) (4 * Math.pow((double) small, 1.5) * large / small) + 1;
  }

  public static BigInteger add(BigInteger one, BigInteger other) {
    long words = Math.max(words(one), words(other));
    result(words);
    TachographCharges.steps(words / 4);
    return one.add(other);
  }

  public static BigInteger subtract(BigInteger one, BigInteger other) {
    long words = Math.max(words(one), words(other));
    result(words);
    TachographCharges.steps(words / 4);
    return one.subtract(other);
  }

  public static BigInteger multiply(BigInteger one, BigInteger other) {
    result(words(one) + words(other));
    TachographCharges.steps(product(words(one), words(other)));
    return inParts(one, other);
  }

  /** Karatsuba's way down to numbers that are multiplied at once; each of those is a step. */
  private static BigInteger inParts(BigInteger one, BigInteger other) {
    boolean swap = one.bitLength() < other.bitLength();
    BigInteger large = swap ? other : one;
    BigInteger small = swap ? one : other;
    if (words(large) <= WORDS_AT_ONCE || words(small) < SCHOOLBOOK_WORDS) {
      if (words(large) > WORDS_AT_ONCE / 2) {
        TachographCharges.steps(1);
      }
      return large.multiply(small);
    }
    int half = (int) (words(large) / 2) * WORD_BITS;
    BigInteger high = large.shiftRight(half); // rounds down: the rest is not negative
    BigInteger low = large.subtract(high.shiftLeft(half));
    if (small.bitLength() <= half) {
      return inParts(high, small).shiftLeft(half).add(inParts(low, small));
    }
    BigInteger smallHigh = small.shiftRight(half);
    BigInteger smallLow = small.subtract(smallHigh.shiftLeft(half));
    BigInteger highs = inParts(high, smallHigh);
    BigInteger lows = inParts(low, smallLow);
    BigInteger middle = inParts(high.add(low), smallHigh.add(smallLow)).subtract(highs);
    return highs.shiftLeft(half).add(middle.subtract(lows)).shiftLeft(half).add(lows);
  }

  private static void division(BigInteger one, BigInteger other) {
    result(words(one) + words(other));
    long quotient = Math.max(1, words(one) - words(other) + 1);
    TachographCharges.steps(4 * product(quotient, words(other)));
  }

  public static BigInteger divide(BigInteger one, BigInteger other) {
    division(one, other);
    return one.divide(other);
  }

  public static BigInteger remainder(BigInteger one, BigInteger other) {
    division(one, other);
    return one.remainder(other);
  }

  public static BigInteger mod(BigInteger one, BigInteger other) {
    division(one, other);
    return one.mod(other);
  }

  public static BigInteger pow(BigInteger base, int exponent) {
    result((long) base.bitLength() * Math.max(0, exponent) / WORD_BITS + 1);
    int zeros = Math.max(0, base.getLowestSetBit());
    BigInteger odd = base.shiftRight(zeros);
    double words = odd.signum() == 0 ? 0 : bits(odd) * Math.max(0, exponent) / WORD_BITS;
    TachographCharges.steps(product((long) words + 1, (long) words + 1));
    if (words <= WORDS_AT_ONCE || words + (double) zeros * exponent / WORD_BITS > LARGEST_WORDS) {
      return base.pow(exponent);
    }
    BigInteger power = odd;
    for (int i = Integer.SIZE - 2 - Integer.numberOfLeadingZeros(exponent); i >= 0; i--) {
      power = inParts(power, power);
      if ((exponent >> i & 1) != 0) {
        power = inParts(power, odd);
      }
    }
    return power.shiftLeft(zeros * exponent);
  }

  /** The logarithm of a number's magnitude to the base of two. */
  private static double bits(BigInteger number) {
    int rest = Math.max(0, number.bitLength() - Long.SIZE);
    return rest + Math.log(Math.abs(number.shiftRight(rest).doubleValue())) / LOG_2;
  }

  public static BigInteger shiftLeft(BigInteger number, int bits) {
    long words = words(number) + Math.max(0, bits) / WORD_BITS;
    result(words);
    TachographCharges.steps(words / 4);
    return number.shiftLeft(bits);
  }

  public static BigInteger shiftRight(BigInteger number, int bits) {
    long words = words(number) + Math.max(0L, -(long) bits) / WORD_BITS;
    result(words);
    TachographCharges.steps(words / 4);
    return number.shiftRight(bits);
  }

  public static BigInteger and(BigInteger one, BigInteger other) {
    result(Math.max(words(one), words(other)));
    return one.and(other);
  }

  public static BigInteger or(BigInteger one, BigInteger other) {
    result(Math.max(words(one), words(other)));
    return one.or(other);
  }

  public static BigInteger xor(BigInteger one, BigInteger other) {
    result(Math.max(words(one), words(other)));
    return one.xor(other);
  }

  public static BigInteger not(BigInteger one) {
    result(words(one));
    return one.not();
  }

  public static BigInteger negate(BigInteger one) {
    result(words(one));
    return one.negate();
  }

  public static String toString(BigInteger number) {
    return toString(number, 10);
  }

  public static String toString(BigInteger number, int radix) {
    long words = words(number);
    TachographCharges.steps(4 * product(words, words));
    TachographCharges.allocate(HEADERS + (long) CHAR * WORD_BITS * words);
    return number.toString(radix);
  }

  /** Before a {@code new BigInteger} or {@code new BigDecimal}: takes the square of the length. */
  public static void parse(String digits) {
    long words = digits.length() / 9 + 1L;
    TachographCharges.steps(words * words * 3 / 4);
    result(2 * words);
  }

  /** Before a {@code new BigInteger} in some radix. */
  public static void parse(String digits, int radix) {
    parse(digits);
  }

  public static BigInteger toBigInteger(BigDecimal number) {
    whole(number);
    return number.toBigInteger();
  }

  public static BigInteger toBigIntegerExact(BigDecimal number) {
    whole(number);
    return number.toBigIntegerExact();
  }

  /**
   * Where one has a fraction and the other has not, the JDK makes the power of ten that is as large
   * as the larger one.
   */
  public static int compareTo(BigDecimal one, BigDecimal other) {
    if (one.scale() != other.scale()) {
      long words = Math.max(words(one.unscaledValue()), words(other.unscaledValue()));
      result(2 * words);
      TachographCharges.steps(4 * product(words, words));
    }
    return one.compareTo(other);
  }

  /** What Rhino compares numbers and texts as, whatever they are. */
  public static <T> int compareTo(Comparable<T> one, T other) {
    if (one instanceof String text && other instanceof String another) {
      TachographText.comparing(Math.min(text.length(), another.length()));
    } else if (one instanceof BigInteger number) {
      TachographText.comparing(number.bitLength() / Character.SIZE);
    }
    return one instanceof BigDecimal number && other instanceof BigDecimal otherNumber
        ? compareTo(number, otherNumber)
        : one.compareTo(other);
  }

  private static void whole(BigDecimal number) {
    long bits = Math.max(0L, (number.precision() - (long) number.scale()) * BITS_PER_DIGIT);
    result(bits / WORD_BITS + 1);
  }
}
