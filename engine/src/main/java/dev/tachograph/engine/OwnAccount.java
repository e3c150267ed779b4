package dev.tachograph.engine;

import dev.tachograph.meter.EvaluationListener;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.ListenerRegistration;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import java.time.Duration;

/** The account of what an engine does for all of its sandboxes. Thread-safe. */
final class OwnAccount {
  private static final String NAME = "(tachograph)";

  /** Rhino's compiler can be kept busy for hours by a short script. */
  private static final Limits COMPILING =
      Limits.builder()
          .perEvaluation(Resource.CPU_TIME, Duration.ofSeconds(10).toNanos())
          .perEvaluation(Resource.ALLOCATED_BYTES, 256L << 20)
          .build();

  private final ResourceTracker tracker = Metering.tracker(NAME);

  OwnAccount() {
    tracker.setLimits(COMPILING);
  }

  ResourceTracker tracker() {
    return tracker;
  }

  /** Hears of the evaluations of all accounts. */
  ListenerRegistration listen(EvaluationListener listener) {
    return tracker.listen(listener);
  }

  /** Compiles at the expense of this account. */
  void compile(Runnable compilation) {
    try {
      tracker.run(
          () -> {
            compilation.run();
            return null;
          });
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }
}
