package dev.tachograph.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tachograph.engine.Sandbox;
import dev.tachograph.engine.SandboxEngine;
import dev.tachograph.engine.SandboxResult;
import dev.tachograph.engine.ScriptSource;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Prometheus reads of scripts and of the engine that ran them. */
class MetricsIT {
  private static final String LOOP = "for (let i = 0; i < 1000; i++) {}";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private List<String> scrape() {
    return registry.scrape().lines().filter(line -> !line.startsWith("#")).toList();
  }

  private List<String> scrape(String start) {
    return scrape().stream().filter(line -> line.startsWith(start)).toList();
  }

  @Test
  void prometheusReadsWhatScriptsUsed() {
    try (SandboxEngine engine = SandboxEngine.create();
        TachographMetrics metrics = TachographMetrics.builder().engine("rules", engine).build()) {
      metrics.bindTo(registry);
      Sandbox sandbox =
          engine
              .sandbox("metrics-shop")
              .limits(
                  Limits.builder()
                      .perEvaluation(Resource.ITERATIONS, 5000)
                      .total(Resource.ITERATIONS, 10_000)
                      .build())
              .build();
      for (int i = 0; i < 3; i++) {
        assertThat(sandbox.run(LOOP)).isInstanceOf(SandboxResult.Completed.class);
      }
      assertThat(sandbox.run(new ScriptSource("runaway.js", "for (;;) {}")))
          .isInstanceOf(SandboxResult.LimitExceeded.class);

      String shop = "account=\"metrics-shop\"";
      assertThat(scrape())
          .contains(
              "tachograph_iterations_total{" + shop + "} 8001.0",
              "tachograph_evaluations_seconds_count{" + shop + ",outcome=\"completed\"} 3",
              "tachograph_evaluations_seconds_count{" + shop + ",outcome=\"limit-exceeded\"} 1",
              "tachograph_evaluations_running_seconds_count{" + shop + "} 0",
              "tachograph_breaches_total{"
                  + shop
                  + ",kind=\"exceeded\",resource=\"iterations\",scope=\"evaluation\"} 1.0",
              "tachograph_limit_used_ratio{" + shop + ",resource=\"iterations\"} 0.8001");
      assertThat(scrape("tachograph_cpu_time_seconds_total{" + shop + "}")).hasSize(1);
      assertThat(scrape("tachograph_allocated_bytes_total{" + shop + "}")).hasSize(1);
      assertThat(scrape("tachograph_stack_bytes_max{" + shop + "}")).hasSize(1);
    }
    assertThat(scrape()).isEmpty();
  }

  @Test
  void prometheusReadsHowAnEngineDoes() throws Exception {
    try (SandboxEngine engine = SandboxEngine.create();
        TachographMetrics metrics = TachographMetrics.builder().engine("rules", engine).build()) {
      metrics.bindTo(registry);
      Sandbox sandbox = engine.sandbox("metrics-engine").build();
      ScriptSource source = new ScriptSource("loop.js", LOOP);
      for (int i = 0; i < 4; i++) {
        assertThat(sandbox.submit(source).future().get())
            .isInstanceOf(SandboxResult.Completed.class);
      }
      String rules = "{engine=\"rules\"";
      assertThat(scrape())
          .contains(
              "tachograph_programs" + rules + "} 1.0",
              "tachograph_programs_requests_total" + rules + ",result=\"hit\"} 3.0",
              "tachograph_programs_requests_total" + rules + ",result=\"miss\"} 1.0",
              "tachograph_executor_ended_total" + rules + ",result=\"rejected\"} 0.0",
              "tachograph_executor_work" + rules + ",state=\"queued\"} 0.0",
              "tachograph_executor_threads"
                  + rules
                  + "} "
                  + (double) engine.executor().metrics().threads(),
              "tachograph_scopes" + rules + ",state=\"in-use\"} 0.0",
              "tachograph_engine_suspect" + rules + "} 0.0");
      assertThat(scrape("tachograph_scopes_taken_total" + rules)).hasSize(2);
      assertThat(scrape("tachograph_executor_queue_wait_seconds_total" + rules)).hasSize(1);
      assertThat(scrape("tachograph_executor_queue_wait_longest_seconds" + rules)).hasSize(1);
      assertThat(scrape("tachograph_programs_size_bytes" + rules)).hasSize(1);
    }
  }

  @Test
  void metersDoNotKeepAnEngine() {
    WeakReference<SandboxEngine> engine = boundAndClosed();
    for (int i = 0; i < 50 && engine.get() != null; i++) {
      System.gc();
    }
    assertThat(engine.get()).isNull();
    assertThat(scrape("tachograph_executor_work{engine=\"gone\",state=\"queued\"} ").get(0))
        .endsWith(" NaN");
  }

  /** An engine that only its meters still know, in a registry that is still there. */
  private WeakReference<SandboxEngine> boundAndClosed() {
    SandboxEngine engine = SandboxEngine.create();
    TachographMetrics.builder().engine("gone", engine).build().bindTo(registry);
    engine.close();
    return new WeakReference<>(engine);
  }

  @Test
  void enginesNeedNamesOfTheirOwn() {
    try (SandboxEngine engine = SandboxEngine.create()) {
      var one = TachographMetrics.builder().engine("rules", engine);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> one.engine("rules", engine))
          .withMessage("an engine of the name 'rules': each needs a name of its own");
    }
  }
}
