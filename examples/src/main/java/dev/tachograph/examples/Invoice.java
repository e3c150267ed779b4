package dev.tachograph.examples;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Usage;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * Bills tenants for what their scripts used: the lines are exact counts, and their sum is the
 * tenant's total to the last unit.
 *
 * <p>Start it with {@code -javaagent:tachograph-agent.jar}.
 */
public final class Invoice {
  /** Prices per unit; money is decimal, and rounded only when it is shown. */
  private static final Map<Resource, BigDecimal> PRICES =
      new TreeMap<>(
          Map.of(
              Resource.EVALUATIONS, new BigDecimal("0.01"),
              Resource.ITERATIONS, new BigDecimal("0.00001"),
              Resource.FUNCTION_CALLS, new BigDecimal("0.0001")));

  private Invoice() {}

  /** Runs the scripts of a month and prints the bill. */
  public static void main(String[] args) throws Exception {
    ResourceTracker tenant = Metering.tracker("tenant");
    evaluate(tenant.child("report"), "report.js", "for (var i = 0; i < 1234; i++) {} i");
    evaluate(tenant.child("report"), "report.js", "for (var i = 0; i < 66; i++) {} i");
    evaluate(
        tenant.child("shop"), "price.js", "function tax(x) { return x * 1.19; } tax(tax(100))");
    print(tenant);
  }

  private static void evaluate(ResourceTracker account, String name, String script)
      throws Exception {
    account.run(() -> PlainRhino.evaluate(name, script));
  }

  private static void print(ResourceTracker tenant) {
    Map<String, Usage> lines = new TreeMap<>();
    for (EvaluationRecord record : tenant.history()) {
      lines.merge(record.account() + " " + record.script(), record.usage(), Usage::plus);
    }
    Usage sum = lines.values().stream().reduce(Usage.none(), Usage::plus);
    Usage total = tenant.usage();
    BigDecimal amount = BigDecimal.ZERO;
    for (Map.Entry<Resource, BigDecimal> price : PRICES.entrySet()) {
      Resource resource = price.getKey();
      lines.forEach(
          (name, usage) ->
              System.out.printf("%-24s %-14s %6d%n", name, resource.key(), usage.get(resource)));
      if (sum.get(resource) != total.get(resource)) {
        throw new IllegalStateException("the lines do not add up: " + resource.key());
      }
      BigDecimal cost = price.getValue().multiply(BigDecimal.valueOf(total.get(resource)));
      System.out.printf("%-24s %-14s %6d  %s%n", "", "total", total.get(resource), cost);
      amount = amount.add(cost);
    }
    System.out.println("to pay: " + amount.stripTrailingZeros().toPlainString());
  }
}
