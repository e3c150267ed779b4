package dev.tachograph.examples;

import dev.tachograph.engine.Sandbox;
import dev.tachograph.engine.SandboxEngine;
import dev.tachograph.engine.SandboxResult;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.util.List;

/** Three tenants with different limits in one process. */
final class ThreeTenants {
  private static final String COUNT_PRIMES =
      """
      var primes = 0;
      for (var n = 2; n < 200; n++) {
        var isPrime = true;
        for (var d = 2; d * d <= n && isPrime; d++) isPrime = n % d !== 0;
        if (isPrime) primes++;
      }
      primes
      """;

  private ThreeTenants() {}

  public static void main(String[] args) {
    try (SandboxEngine engine = SandboxEngine.create()) {
      List<Sandbox> tenants =
          List.of(
              sandbox(engine, "free", 500), //
              sandbox(engine, "pro", 2000),
              sandbox(engine, "enterprise", 10_000));
      for (int round = 1; round <= 3; round++) {
        for (Sandbox tenant : tenants) {
          System.out.println(tenant.account() + ": " + words(tenant.run(COUNT_PRIMES)));
        }
      }
      for (Sandbox tenant : tenants) {
        System.out.println(
            "%s used %d rounds in %d evaluations"
                .formatted(
                    tenant.account(),
                    tenant.usage().get(Resource.ITERATIONS),
                    tenant.usage().get(Resource.EVALUATIONS)));
      }
    }
  }

  private static Sandbox sandbox(SandboxEngine engine, String tenant, long iterations) {
    Limits limits =
        Sandbox.defaultLimits().toBuilder().total(Resource.ITERATIONS, iterations).build();
    return engine.sandbox(tenant).limits(limits).build();
  }

  private static String words(SandboxResult result) {
    if (result instanceof SandboxResult.LimitExceeded stopped) {
      return "stopped, " + stopped.breach().resource().key() + " used up";
    }
    if (result instanceof SandboxResult.Denied denied) {
      return "not run, " + denied.breach().resource().key() + " used up";
    }
    return result.value() + " primes";
  }
}
