package dev.tachograph.examples;

import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Ticker;
import java.time.Duration;
import java.time.Instant;

/**
 * Three evaluations at once and one more every twenty seconds: a token bucket. Needs no agent, for
 * evaluations are counted by the host itself.
 */
public final class RateLimit {
  private RateLimit() {}

  /** A clock that is turned by hand, so that nobody has to wait. */
  static final class Clock implements Ticker {
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    @Override
    public synchronized long nanos() {
      return Duration.between(Instant.EPOCH, now).toNanos();
    }

    @Override
    public synchronized Instant now() {
      return now;
    }

    synchronized void turn(Duration time) {
      now = now.plus(time);
    }
  }

  /** Asks every ten seconds, five times at once. */
  public static void main(String[] args) throws Exception {
    Clock clock = new Clock();
    ResourceTracker tracker =
        ResourceTracker.standalone(
            "customer", Limits.parse("total.evaluations=3,refill.evaluations=3/1m"), clock);
    for (int i = 0; i < 4; i++) {
      int served = 0;
      for (int request = 0; request < 5; request++) {
        served += serve(tracker) ? 1 : 0;
      }
      System.out.printf("%s: %d of 5 served%n", clock.now(), served);
      clock.turn(Duration.ofSeconds(10));
    }
    tracker.refill(Resource.EVALUATIONS, Long.MAX_VALUE);
    System.out.println("refilled by hand: " + (serve(tracker) ? "served" : "refused"));
    System.out.println("served in all: " + tracker.usage().get(Resource.EVALUATIONS));
  }

  private static boolean serve(ResourceTracker tracker) throws Exception {
    try {
      return tracker.run(() -> true).value();
    } catch (LimitExceededError tooMany) {
      return false;
    }
  }
}
