package dev.tachograph.engine.metrics;

import static dev.tachograph.meter.Resource.EVALUATIONS;
import static dev.tachograph.meter.Resource.FILE_BYTES;
import static dev.tachograph.meter.Resource.HOST_CALLS;
import static dev.tachograph.meter.Resource.OUTPUT_BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.MeteringUnavailableException;
import dev.tachograph.meter.ResourceTracker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Meters of accounts whose use the host charges, so that no agent is needed. */
class TachographMetricsTest {
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final ResourceTracker root =
      ResourceTracker.standalone(
          "shop", Limits.builder().perEvaluation(HOST_CALLS, 100).total(HOST_CALLS, 1000).build());

  private static void evaluate(ResourceTracker account, int calls) throws Exception {
    account.run(
        () -> {
          account.charge(HOST_CALLS, calls);
          return "";
        });
  }

  private double calls(String account) {
    return registry.get("tachograph.host.calls").tag("account", account).counter().count();
  }

  private double allCalls() {
    return registry.find("tachograph.host.calls").counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  private long evaluations(String account, String outcome) {
    return registry
        .get("tachograph.evaluations")
        .tags("account", account, "outcome", outcome)
        .timer()
        .count();
  }

  private double used(String account) {
    return registry
        .get("tachograph.limit.used")
        .tags("account", account, "resource", "hostCalls")
        .gauge()
        .value();
  }

  @Test
  void evaluationsAreCountedByOutcomeAndAddUpWhatTheyUsed() throws Exception {
    TachographMetrics.builder(root).build().bindTo(registry);
    evaluate(root, 30);
    evaluate(root, 12);
    assertThatExceptionOfType(LimitExceededError.class).isThrownBy(() -> evaluate(root, 101));
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                root.run(
                    () -> {
                      throw new IllegalStateException("its own");
                    }));
    root.charge(HOST_CALLS, 5);

    assertThat(calls("shop")).isEqualTo(30 + 12 + 5);
    assertThat(evaluations("shop", "completed")).isEqualTo(2);
    assertThat(evaluations("shop", "limit-exceeded")).isEqualTo(1);
    assertThat(evaluations("shop", "failed")).isEqualTo(1);
    assertThat(
            registry
                .get("tachograph.breaches")
                .tags("account", "shop", "kind", "exceeded")
                .tags("scope", "evaluation", "resource", "hostCalls")
                .counter()
                .count())
        .isEqualTo(1);
    assertThat(registry.get("tachograph.cpu.time").counter().getId().getBaseUnit())
        .isEqualTo("seconds");
  }

  @Test
  void whatAnAccountOfAnAccountUsesIsCountedOnce() throws Exception {
    TachographMetrics.builder(root).build().bindTo(registry);
    evaluate(root.child("rules"), 40);
    evaluate(root, 2);
    assertThat(calls("shop/rules")).isEqualTo(40);
    assertThat(calls("shop")).isEqualTo(2);
    assertThat(allCalls()).isEqualTo(42);
    assertThat(root.usage().get(HOST_CALLS)).isEqualTo(42);
  }

  @Test
  void peaksAreADistributionInBytes() throws Exception {
    TachographMetrics.builder(root).build().bindTo(registry);
    for (int size : List.of(300, 500)) {
      root.run(
          () -> {
            root.charge(FILE_BYTES, size);
            return "";
          });
    }
    var files = registry.get("tachograph.file.bytes").summary();
    assertThat(files.count()).isEqualTo(2);
    assertThat(files.totalAmount()).isEqualTo(800);
    assertThat(files.max()).isEqualTo(500);
    assertThat(files.getId().getBaseUnit()).isEqualTo("bytes");
  }

  @Test
  void theFirstAccountsHaveMetersOfTheirOwnAndTheOthersShareSome() throws Exception {
    TachographMetrics.builder(root).accounts(2).build().bindTo(registry);
    for (int i = 1; i <= 5; i++) {
      evaluate(root.child("t" + i), i);
    }
    assertThat(calls("shop/t1")).isEqualTo(1);
    assertThat(calls("shop/t2")).isEqualTo(2);
    assertThat(calls("(other)")).isEqualTo(3 + 4 + 5);
    assertThat(registry.find("tachograph.host.calls").counters()).hasSize(3);
    assertThat(evaluations("(other)", "completed")).isEqualTo(3);
  }

  @Test
  void metersNeverFallWhenAccountsAreResetOrClosedAndOpenedAgain() throws Exception {
    TachographMetrics.builder(root).accounts(1).build().bindTo(registry);
    double before = 0;
    for (int round = 1; round <= 3; round++) {
      for (String name : List.of("mine", "other")) {
        ResourceTracker account = root.child(name);
        evaluate(account, 10);
        account.reset();
        evaluate(account, 1);
        account.close();
        assertThat(allCalls()).isEqualTo(before + 11);
        before = allCalls();
      }
    }
    assertThat(calls("shop/mine")).isEqualTo(33);
    assertThat(calls("(other)")).isEqualTo(33);
  }

  @Test
  void onlyAccountsThatAreWantedHaveMetersOfTheirOwnAndNoneWithAnEndlessName() throws Exception {
    TachographMetrics.builder(root)
        .accounts(name -> !name.endsWith("guest"))
        .build()
        .bindTo(registry);
    evaluate(root.child("guest"), 1);
    evaluate(root.child("x".repeat(195)), 2); // with "shop/" that is 200
    evaluate(root.child("x".repeat(196)), 4);
    assertThat(calls("(other)")).isEqualTo(1 + 4);
    assertThat(calls("shop/" + "x".repeat(195))).isEqualTo(2);
  }

  @Test
  void limitsShowTheirShareWhileThereAreAny() throws Exception {
    TachographMetrics.builder(root).build().bindTo(registry);
    evaluate(root, 50);
    assertThat(used("shop")).isEqualTo(0.05);
    root.setLimit(HOST_CALLS, 200);
    assertThat(used("shop")).isEqualTo(0.25);

    assertThat(registry.find("tachograph.limit.used").tag("resource", "outputBytes").gauge())
        .isNull();
    root.setLimit(OUTPUT_BYTES, 10);
    assertThat(registry.get("tachograph.limit.used").tag("resource", "outputBytes").gauge().value())
        .isZero();

    root.setLimits(Limits.unlimited());
    assertThat(used("shop")).isNaN();
    root.setLimit(HOST_CALLS, 100);
    assertThat(used("shop")).isEqualTo(0.5);
    root.close();
    assertThat(used("shop")).isNaN();
  }

  @Test
  void anAccountThatIsUsedUpIsSeenAsDenials() throws Exception {
    TachographMetrics.builder(root).build().bindTo(registry);
    root.setLimit(EVALUATIONS, 1);
    evaluate(root, 7);
    assertThatExceptionOfType(LimitExceededError.class).isThrownBy(() -> evaluate(root, 1));
    assertThat(registry.get("tachograph.limit.used").tag("resource", "evaluations").gauge().value())
        .isEqualTo(1);
    assertThat(evaluations("shop", "denied")).isEqualTo(1);
    assertThat(calls("shop")).isEqualTo(7);
    assertThat(
            registry.get("tachograph.breaches").tags("kind", "denied", "scope", "total").counter())
        .extracting(Counter::count)
        .isEqualTo(1.0);
  }

  @Test
  void evaluationsThatRunAreSeenBeforeTheyEnd() throws Exception {
    TachographMetrics.builder(root).build().bindTo(registry);
    root.run(
        () -> {
          assertThat(running()).isEqualTo(1);
          root.child("inner")
              .run(
                  () -> {
                    assertThat(running()).isEqualTo(2);
                    return "";
                  });
          return "";
        });
    assertThat(running()).isZero();
  }

  private int running() {
    return registry.get("tachograph.evaluations.running").longTaskTimers().stream()
        .mapToInt(timer -> timer.activeTasks())
        .sum();
  }

  @Test
  void threadsThatComeAndGoAddUp() throws Exception {
    TachographMetrics.builder(root).accounts(3).build().bindTo(registry);
    root.setLimits(Limits.unlimited());
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        all.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 500; i++) {
                    evaluate(root.child("t" + i % 7), 2);
                  }
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(allCalls()).isEqualTo(4 * 500 * 2);
    assertThat(registry.find("tachograph.host.calls").counters()).hasSize(3 + 1);
  }

  @Test
  void closingTakesTheMetersAwayAndEndsCounting() throws Exception {
    TachographMetrics metrics = TachographMetrics.builder(root).build();
    metrics.bindTo(registry);
    metrics.bindTo(registry);
    Counter own = registry.counter("application.own");
    evaluate(root, 3);
    assertThat(calls("shop")).isEqualTo(3);
    metrics.close();
    metrics.close();
    evaluate(root, 3);
    assertThat(registry.getMeters()).extracting(Meter::getId).containsExactly(own.getId());
    assertThatIllegalStateException().isThrownBy(() -> metrics.bindTo(registry));
  }

  @Test
  void eachRegistryCountsFromItsOwnBeginning() throws Exception {
    TachographMetrics metrics = TachographMetrics.builder(root).build();
    metrics.bindTo(registry);
    evaluate(root, 3);
    MeterRegistry second = new SimpleMeterRegistry();
    metrics.bindTo(second);
    evaluate(root, 4);
    assertThat(calls("shop")).isEqualTo(7);
    assertThat(second.get("tachograph.host.calls").counter().count()).isEqualTo(4);
  }

  @Test
  void badSettingsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TachographMetrics.builder(root).accounts(-1))
        .withMessage("meters of -1 accounts: 0 to 100000 may have some");
    assertThatExceptionOfType(MeteringUnavailableException.class)
        .isThrownBy(() -> TachographMetrics.builder().build().bindTo(registry));
  }
}
