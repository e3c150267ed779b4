package dev.tachograph.examples;

import dev.tachograph.engine.Environment;
import dev.tachograph.engine.HostCallException;
import dev.tachograph.engine.Sandbox;
import dev.tachograph.engine.SandboxEngine;
import dev.tachograph.engine.SandboxResult;
import dev.tachograph.engine.ScriptSource;
import dev.tachograph.meter.Limits;
import java.util.List;
import java.util.Map;

/** A shop's rules, written by its customers, that ask the shop for what they need. */
final class RuleEngine {
  private static final Map<String, Double> RATES = Map.of("EUR", 1.0, "USD", 0.5);

  record Order(String customer, double amount, String currency) {}

  private RuleEngine() {}

  public static void main(String[] args) {
    Environment environment =
        Environment.builder()
            .function("rate", call -> rate(call.argument(0, String.class)))
            .prelude("rules-prelude.js", "function euros(o) { return o.amount * rate(o.currency) }")
            .build();
    List<ScriptSource> rules =
        List.of(
            new ScriptSource("discount.js", "euros(order) > 100 ? {discount: 10} : null"),
            new ScriptSource("greeting.js", "({note: 'Thanks, ' + order.customer})"),
            new ScriptSource("broken.js", "order.customer.name.first"),
            new ScriptSource("endless.js", "for (var i = 0; ; i++) rate('EUR')"));
    List<Order> orders =
        List.of(
            new Order("ada", 120, "EUR"), //
            new Order("bob", 120, "USD"),
            new Order("eve", 1, "XXX"));
    try (SandboxEngine engine = SandboxEngine.create()) {
      Sandbox sandbox =
          engine
              .sandbox("shop")
              .environment(environment)
              .limits(Sandbox.defaultLimits().merge(Limits.parse("limit.hostCalls=100")))
              .build();
      for (Order order : orders) {
        for (ScriptSource rule : rules) {
          SandboxResult result = sandbox.run(rule, Map.of("order", order));
          System.out.println(order.customer() + " " + rule.name() + ": " + words(result));
        }
      }
    }
  }

  private static double rate(String currency) {
    Double rate = RATES.get(currency);
    if (rate == null) {
      throw new HostCallException("no rate for " + currency);
    }
    return rate;
  }

  private static String words(SandboxResult result) {
    if (result instanceof SandboxResult.Completed completed) {
      return String.valueOf(completed.value());
    }
    if (result instanceof SandboxResult.Failed failed) {
      return "failed, " + failed.error();
    }
    return result instanceof SandboxResult.LimitExceeded stopped
        ? "stopped, " + stopped.breach().resource().key()
        : "not run";
  }
}
