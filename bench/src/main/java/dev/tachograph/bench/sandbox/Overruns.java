package dev.tachograph.bench.sandbox;

import dev.tachograph.engine.Sandbox;
import dev.tachograph.engine.SandboxEngine;
import dev.tachograph.engine.SandboxResult.LimitExceeded;
import dev.tachograph.engine.ScriptSource;
import dev.tachograph.meter.Breach;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.time.Duration;

/** Measures them. Apart from the command, so that Rhino is loaded after the agent started. */
final class Overruns {
  private static final Duration LIMIT = Duration.ofMillis(50);
  private static final int WARM_UP = 20;
  private static final ScriptSource LOOP = new ScriptSource("loop.js", "while (true) {}");

  private Overruns() {}

  /**
   * What loops had used beyond the limit when they stopped.
   *
   * @param resource a time
   */
  static Timings of(Resource resource, int runs) {
    Limits limits = Limits.builder().perEvaluation(resource, LIMIT.toNanos()).build();
    Timings timings = new Timings(runs);
    try (SandboxEngine engine = SandboxEngine.builder().build();
        Sandbox sandbox = engine.sandbox("loops").limits(limits).build()) {
      for (int i = -WARM_UP; i < runs; i++) {
        Breach breach = ((LimitExceeded) sandbox.run(LOOP)).breach();
        if (breach.resource() != resource) {
          throw new IllegalStateException("stopped by another limit: " + breach.message());
        }
        if (i >= 0) {
          timings.add(breach.used() - breach.limit());
        }
      }
    }
    return timings;
  }
}
