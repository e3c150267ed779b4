package dev.tachograph.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.engine.HostFunctionOptions.Rate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HostRatesTest {
  private static final Rate PER_MINUTE = new Rate(60, TimeUnit.MINUTES.toNanos(1));

  private final long[] nanos = {Long.MAX_VALUE - 5}; // overflows soon, as a clock may
  private final HostRates rates = new HostRates(Tickers.of(nanos));

  @Test
  void aRateIsABucketThatFillsEvenly() {
    for (int i = 0; i < 60; i++) {
      assertThat(rates.take("a", "f", PER_MINUTE, 1)).as("call %d", i).isZero();
    }
    assertThat(rates.take("a", "f", PER_MINUTE, 1)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    assertThat(rates.take("a", "f", PER_MINUTE, 5)).isEqualTo(TimeUnit.SECONDS.toNanos(5));

    nanos[0] += TimeUnit.SECONDS.toNanos(2);
    assertThat(rates.take("a", "f", PER_MINUTE, 2)).isZero();
    assertThat(rates.take("a", "f", PER_MINUTE, 1)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
  }

  @Test
  void accountsAndFunctionsHaveTheirOwn() {
    assertThat(rates.take("a", "f", PER_MINUTE, 60)).isZero();
    assertThat(rates.take("b", "f", PER_MINUTE, 60)).isZero();
    assertThat(rates.take("a", "g", PER_MINUTE, 60)).isZero();
    assertThat(rates.take("a", "f", PER_MINUTE, 1)).isPositive();
  }

  @Test
  void whatIsFullAgainIsForgotten() {
    assertThat(rates.take("a", "f", PER_MINUTE, 60)).isZero();
    nanos[0] += Duration.ofSeconds(59).toNanos();
    assertThat(rates.size()).isEqualTo(1);
    assertThat(rates.take("a", "f", PER_MINUTE, 60)).isPositive();
    nanos[0] += Duration.ofSeconds(60).toNanos();
    assertThat(rates.size()).isZero();
    assertThat(rates.take("a", "f", PER_MINUTE, 60)).isZero();
  }
}
