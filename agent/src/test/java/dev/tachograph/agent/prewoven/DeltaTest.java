package dev.tachograph.agent.prewoven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is encoded in terms of something comes back, whatever the sizes. */
class DeltaTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "100, 8191", "8192, 8192", "40000, 8193", "70000, 70100", "3, 100000"})
  void comesBack(int original, int woven) {
    Random random = new Random(5);
    byte[] from = new byte[original];
    random.nextBytes(from);
    byte[] to = new byte[woven];
    random.nextBytes(to);
    System.arraycopy(from, 0, to, 0, Math.min(original, woven));
    byte[] delta = Delta.encode(from, to);
    byte[] file = new byte[7 + delta.length];
    System.arraycopy(delta, 0, file, 7, delta.length);
    assertThat(Delta.decode(from, file, 7, woven)).isEqualTo(to);
  }

  @Test
  void aPartThatEndsTooEarlyIsNoticed() {
    byte[] delta = Delta.encode(new byte[10], new byte[100]);
    assertThatThrownBy(() -> Delta.decode(new byte[10], delta, 0, 101))
        .isInstanceOf(IllegalStateException.class);
    Arrays.fill(delta, 4, delta.length, (byte) -1);
    assertThatThrownBy(() -> Delta.decode(new byte[10], delta, 0, 100))
        .isInstanceOf(IllegalStateException.class);
  }
}
