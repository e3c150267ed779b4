package dev.tachograph.examples;

import dev.tachograph.meter.Evaluated;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.RhinoException;

/**
 * An application that runs the plug-ins of two tenants, each on an account of its own.
 *
 * <p>Start it with {@code -javaagent:tachograph-agent.jar}: the agent counts, this only says who
 * pays and how much may be used.
 */
public final class MeteredPlugins {
  private static final String FRUGAL =
      """
      function price(item) { return item.pieces * item.cents / 100; }
      var cart = [{pieces: 3, cents: 250}, {pieces: 1, cents: 1999}];
      cart.map(price).reduce(function (a, b) { return a + b; }, 0);
      """;

  private static final String GREEDY =
      """
      function guess(secret) {
        for (var n = 0; n !== secret; n++) {}
        return n;
      }
      guess(0.5);
      """;

  private MeteredPlugins() {}

  /** Runs both plug-ins three times, as an application would on three requests. */
  public static void main(String[] args) {
    ResourceTracker frugal = Metering.tracker("frugal");
    ResourceTracker greedy = Metering.tracker("greedy");
    frugal.setLimits(perRequest().build());
    // The second runaway request uses up the tenant's budget: the third is not even started.
    greedy.setLimits(perRequest().total(Resource.ITERATIONS, 15_000).build());

    for (int request = 1; request <= 3; request++) {
      System.out.println("request " + request);
      serve(frugal, "cart.js", FRUGAL);
      serve(greedy, "guess.js", GREEDY);
    }
    System.out.println("bill");
    System.out.println("  frugal: " + frugal.usage());
    System.out.println("  greedy: " + greedy.usage());
  }

  private static Limits.Builder perRequest() {
    return Limits.builder()
        .perEvaluation(Resource.ITERATIONS, 10_000)
        .perEvaluation(Resource.FUNCTION_CALLS, 1_000);
  }

  /** One request: a plug-in that exceeds its limits or throws harms nobody but its tenant. */
  private static void serve(ResourceTracker tenant, String name, String script) {
    try {
      Evaluated<Object> result = tenant.run(() -> evaluate(name, script));
      System.out.printf("  %s: %s (%s)%n", tenant.account(), result.value(), result.usage());
    } catch (LimitExceededError stopped) {
      System.out.printf("  %s: %s%n", tenant.account(), stopped.breach().message());
    } catch (RhinoException failed) {
      System.out.printf("  %s: failed: %s%n", tenant.account(), failed.getMessage());
    } catch (Exception other) {
      throw new IllegalStateException("plug-in " + name + " of " + tenant.account(), other);
    }
  }

  /** Plain Rhino: a fresh Context and scope for each run, and no access to Java. */
  private static Object evaluate(String name, String script) {
    try (Context cx = Context.enter()) {
      cx.setLanguageVersion(Context.VERSION_ES6);
      Object value = cx.evaluateString(cx.initSafeStandardObjects(), script, name, 1, null);
      return Context.toString(value);
    }
  }
}
