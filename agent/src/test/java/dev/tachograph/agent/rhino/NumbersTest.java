package dev.tachograph.agent.rhino;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is calculated in parts is what the JDK calculates. */
class NumbersTest {
  private static final int AT_ONCE = 32 << 15;

  @Test
  void multipliesLikeTheJdk() {
    Random random = new Random(3);
    int[] sizes = {1, AT_ONCE / 9, AT_ONCE, AT_ONCE + 1, 2 * AT_ONCE + 31, 5 * AT_ONCE};
    for (int one : sizes) {
      for (int other : sizes) {
        BigInteger a = new BigInteger(one, random).setBit(one);
        BigInteger b = new BigInteger(other, random).setBit(other).negate();
        assertThat(TachographNumbers.multiply(a, b).equals(a.multiply(b)))
            .as("%d and %d bits", one, other)
            .isTrue();
        assertThat(TachographNumbers.multiply(b, b).equals(b.multiply(b))).isTrue();
      }
    }
  }

  @Test
  void raisesLikeTheJdk() {
    long[] bases = {-10, -7, -1, 0, 1, 2, 3, 10, 96, 123_456_789_012L};
    for (long base : bases) {
      BigInteger number = BigInteger.valueOf(base);
      for (int exponent : new int[] {0, 1, 2, 5, 700_001}) {
        assertThat(TachographNumbers.pow(number, exponent).equals(number.pow(exponent)))
            .as("%d to the %d", base, exponent)
            .isTrue();
      }
    }
  }

  @Test
  void comparesLikeTheJdk() {
    BigDecimal large = new BigDecimal(BigInteger.TEN.pow(400));
    for (double number : new double[] {-1e300, -0.5, 0, Double.MIN_VALUE, 0.5, 1, 1e300}) {
      BigDecimal other = new BigDecimal(number);
      assertThat(TachographNumbers.compareTo((Comparable<BigDecimal>) large, other))
          .isEqualTo(large.compareTo(other));
      assertThat(TachographNumbers.compareTo(other, large)).isEqualTo(other.compareTo(large));
    }
    assertThat(TachographNumbers.compareTo("a", "b")).isEqualTo("a".compareTo("b"));
  }
}
