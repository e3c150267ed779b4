package dev.tachograph.meter.monitor;

import static dev.tachograph.meter.Resource.EVALUATIONS;
import static dev.tachograph.meter.Resource.HOST_CALLS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.meter.HandTicker;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.ResourceTracker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Numbers over all components. */
class MonitorStatisticsTest {
  private final HandTicker ticker = new HandTicker("2026-03-01T10:00:00Z");
  private final ResourceMonitor monitor = ResourceMonitor.builder().ticker(ticker).build();

  private ResourceTracker account(String name, String limits) {
    return ResourceTracker.standalone(name, Limits.parse(limits), ticker);
  }

  private void run(ResourceTracker account, long calls, long millis) throws Exception {
    account.run(
        () -> {
          ticker.turn(Duration.ofMillis(millis));
          account.charge(HOST_CALLS, calls);
          return true;
        });
  }

  @Test
  void addUpOverComponents() throws Exception {
    ResourceTracker shop = account("shop", "total.evaluations=2");
    ResourceTracker mail = account("mail", "limit.hostCalls=5");
    monitor.register("shop", shop);
    monitor.register("mail", mail);
    run(shop, 3, 10);
    run(shop, 4, 20);
    assertThatThrownBy(() -> run(shop, 1, 0)).hasMessageStartingWith("not started");
    run(mail, 5, 30);
    assertThatThrownBy(() -> run(mail, 6, 40)).hasMessageStartingWith("stopped");
    monitor.check();

    MonitorStatistics all = monitor.statistics();

    assertThat(all.components()).isEqualTo(2);
    assertThat(all.exhausted()).isEqualTo(1);
    assertThat(all.running()).isZero();
    assertThat(all.requests()).isEqualTo(5);
    assertThat(all.completed()).isEqualTo(3);
    assertThat(all.failures()).isEqualTo(2);
    assertThat(all.violations()).isEqualTo(2);
    assertThat(all.failureRate()).isEqualTo(0.4);
    assertThat(all.totalDuration()).isEqualTo(Duration.ofMillis(100));
    assertThat(all.averageDuration()).isEqualTo(Duration.ofMillis(25));
    assertThat(all.usage().get(HOST_CALLS)).isEqualTo(12);
    assertThat(all.usage().get(EVALUATIONS)).isEqualTo(4);
    assertThat(all.criticals()).as("shop's evaluations and mail's host calls").isEqualTo(2);
    assertThat(all.toMap()).containsEntry("violations", 2L).containsEntry("failureRate", 0.4);
    assertThat(monitor.statistics("mail").violations()).isEqualTo(1);
    assertThatThrownBy(() -> monitor.statistics("fax"))
        .hasMessage("no component 'fax' is registered");
  }

  @Test
  void whatIsRegisteredTwiceCountsOnce() throws Exception {
    ResourceTracker tenant = account("tenant", "total.hostCalls=100");
    ResourceTracker plugin = tenant.child("plugin");
    monitor.register("tenant", tenant);
    monitor.register("plugin", plugin);
    monitor.register("again", tenant);
    run(plugin, 7, 1);
    plugin.run(
        () -> {
          assertThat(monitor.statistics().running()).isEqualTo(1);
          return true;
        });
    assertThat(monitor.statistics().components()).isEqualTo(3);
    assertThat(monitor.statistics().requests()).isEqualTo(2);
    assertThat(monitor.statistics().usage().get(HOST_CALLS)).isEqualTo(7);
  }

  @Test
  void ofNothingAreZero() {
    assertThat(monitor.statistics().averageDuration()).isZero();
    assertThat(monitor.statistics().failureRate()).isZero();
  }
}
