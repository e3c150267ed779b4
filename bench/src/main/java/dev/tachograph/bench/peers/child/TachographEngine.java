package dev.tachograph.bench.peers.child;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import org.jspecify.annotations.Nullable;

/** The same host as {@link RhinoEngine}, under our agent, with a tracker's limits. */
final class TachographEngine implements PeerEngine {
  /** Deeper than programs go, less deep than a stack of 1 MB. */
  private static final long DEPTH = 1000;

  private final RhinoEngine rhino = new RhinoEngine();
  private final ResourceTracker tracker = Metering.tracker("peer");

  static Limits limits(Bounds bounds) {
    if (bounds.none()) {
      return Limits.unlimited();
    }
    Limits.Builder limits =
        Limits.builder()
            .perEvaluation(Resource.ALLOCATED_BYTES, bounds.bytes())
            .perEvaluation(Resource.STACK_DEPTH, DEPTH)
            .perEvaluation(Resource.CPU_TIME, bounds.millis() * 1_000_000);
    if (bounds.count() != Bounds.ATTACK.count()) {
      limits.perEvaluation(Resource.ITERATIONS, bounds.count());
    }
    return limits.build();
  }

  @Override
  public Ended evaluate(String source, Bounds bounds, @Nullable Host host) {
    try {
      var evaluated = tracker.run(limits(bounds), () -> rhino.evaluate(source, bounds, host));
      return evaluated.value();
    } catch (LimitExceededError stopped) {
      return limit(stopped.breach());
    } catch (Throwable failure) {
      return Ended.failed(Ending.OTHER, failure);
    }
  }

  /** What both of our engines report. */
  static Ended limit(Breach breach) {
    return new Ended(
        Ending.LIMIT,
        breach.message(),
        breach.resource().key() + " " + breach.used() + " of " + breach.limit());
  }
}
