package dev.tachograph.jfr.reader;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GapsTest {
  private final Gaps gaps = new Gaps(2);

  @Test
  void eachNumberIsFilledOnce() {
    gaps.add(3, 5);
    assertThat(gaps.size()).isEqualTo(3);
    assertThat(gaps.fill(2)).isFalse();
    assertThat(gaps.fill(6)).isFalse();
    assertThat(gaps.fill(4)).isTrue();
    assertThat(gaps.fill(4)).isFalse();
    assertThat(gaps.fill(3)).isTrue();
    assertThat(gaps.fill(5)).isTrue();
    assertThat(gaps.size()).isZero();
  }

  @Test
  void whatIsBeyondTheBoundStaysMissing() {
    gaps.add(1, 2);
    gaps.add(4, 6);
    assertThat(gaps.fill(5)).isTrue(); // three ranges now: the lowest goes
    assertThat(gaps.fill(1)).isFalse();
    assertThat(gaps.fill(4)).isTrue();
    assertThat(gaps.fill(6)).isTrue();
    assertThat(gaps.size()).isEqualTo(2);
  }
}
