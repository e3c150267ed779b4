package dev.tachograph.engine;

import dev.tachograph.meter.MeteringUnavailableException;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;

/** Counts a script whose counts are known: an engine that is not metered does not start. */
final class Canary {
  private static final int ITERATIONS = 3;

  private Canary() {}

  /**
   * Runs the script.
   *
   * @throws MeteringUnavailableException if it is not counted as it should be
   */
  static void prove(ResourceTracker account, ContextFactory factory) {
    long counted;
    try {
      counted = account.run(() -> loop(factory)).usage().get(Resource.ITERATIONS);
    } catch (Exception failure) {
      throw new MeteringUnavailableException(
          "a script that should be counted failed: " + failure.getMessage(), failure);
    }
    if (counted != ITERATIONS) {
      throw new MeteringUnavailableException(
          "Rhino is not metered in this class loader: a loop of %d rounds counted as %d"
              .formatted(ITERATIONS, counted),
          null);
    }
  }

  private static Object loop(ContextFactory factory) {
    Context cx = factory.enterContext();
    try {
      cx.setInterpretedMode(true);
      return cx.evaluateString(
          cx.initSafeStandardObjects(),
          "for (var i = 0; i < " + ITERATIONS + "; i++) {}",
          "canary",
          1,
          null);
    } finally {
      Context.exit();
    }
  }
}
