package dev.tachograph.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.tachograph.engine.HostFunctionOptions.Rate;
import dev.tachograph.meter.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of the rates of host functions accounts have left: for each a token bucket, kept as the
 * moment at which it will be full again. One that is full is forgotten. Thread-safe.
 */
final class HostRates {
  private final Ticker ticker;
  private final Cache<Key, AtomicLong> fullAt;

  private record Key(String account, String function, Rate rate) {}

  HostRates(Ticker ticker) {
    this.ticker = ticker;
    fullAt =
        Caffeine.newBuilder()
            .ticker(ticker::nanos)
            .executor(Runnable::run)
            .expireAfter(
                Expiry.<Key, AtomicLong>accessing(
                    (key, moment) -> Duration.ofNanos(key.rate().nanos())))
            .build();
  }

  /**
   * Takes so much, or nothing if there is less.
   *
   * @param units no more than the rate's
   * @return 0, or in how many nanoseconds there will be so much
   */
  long take(String account, String function, Rate rate, long units) {
    long now = ticker.nanos();
    AtomicLong moment = fullAt.get(new Key(account, function, rate), key -> new AtomicLong(now));
    while (true) {
      long before = moment.get();
      long after = (before - now > 0 ? before : now) + units * rate.nanosPerUnit();
      long early = after - now - rate.nanos();
      if (early > 0) {
        return early;
      }
      if (moment.compareAndSet(before, after)) {
        return 0;
      }
    }
  }

  /** How many buckets are not known to be full. */
  long size() {
    fullAt.cleanUp();
    return fullAt.estimatedSize();
  }
}
