package dev.tachograph.engine.cli;

import dev.tachograph.engine.SandboxEngine;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.MeteringUnavailableException;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import java.util.concurrent.Callable;
import org.mozilla.javascript.Context;

/** A program that wants limits, and says whether it got them. */
final class PartialHost {
  private static final Limits LIMITS =
      Limits.builder().perEvaluation(Resource.ITERATIONS, 1_000).build();

  private PartialHost() {}

  public static void main(String[] args) throws Exception {
    ResourceTracker tracker = Metering.tracker("tenant");
    tell(
        "account",
        () -> {
          tracker.setLimits(LIMITS);
          return "limited";
        });
    tell("evaluation", () -> tracker.run(LIMITS, () -> "limited").value());
    tell("engine", () -> SandboxEngine.create().run("'ran'"));
    tell("counted", () -> tracker.run(PartialHost::loop).usage().toMap());
  }

  private static void tell(String what, Callable<Object> wanted) throws Exception {
    try {
      System.out.println(what + ": " + wanted.call());
    } catch (MeteringUnavailableException refused) {
      System.out.println(what + " refused: " + refused.getMessage());
    }
  }

  private static Object loop() {
    Context cx = Context.enter();
    try {
      String script = "for (var i = 0; i < 7; i++) (function () {})()";
      return cx.evaluateString(cx.initStandardObjects(), script, "loop.js", 1, null);
    } finally {
      Context.exit();
    }
  }
}
