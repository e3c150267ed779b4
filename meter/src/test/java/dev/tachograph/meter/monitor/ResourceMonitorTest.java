package dev.tachograph.meter.monitor;

import static dev.tachograph.meter.Resource.HELD_BYTES;
import static dev.tachograph.meter.Resource.HOST_CALLS;
import static dev.tachograph.meter.Resource.OUTPUT_BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.HandTicker;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.ResourceGuard;
import dev.tachograph.meter.ResourceTracker;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** When alerts are raised and when they end. */
@SuppressWarnings("try") // what is held is held until the end of the block
class ResourceMonitorTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private final HandTicker ticker = new HandTicker(START.toString());
  private final ResourceMonitor monitor = ResourceMonitor.builder().ticker(ticker).build();

  private ResourceTracker account(String limits) {
    return ResourceTracker.standalone("acme", Limits.parse(limits), ticker);
  }

  private ResourceTracker registered(String limits) {
    ResourceTracker account = account(limits);
    monitor.register("shop", account);
    return account;
  }

  private static Callable<Boolean> calls(ResourceTracker account, long n) {
    return () -> {
      account.charge(HOST_CALLS, n);
      return true;
    };
  }

  /** The levels of all alerts so far. */
  private static String levels(ResourceMonitor monitor) {
    StringBuilder out = new StringBuilder();
    for (Alert alert : monitor.events()) {
      out.append(alert.level().name().charAt(0));
    }
    return out.toString();
  }

  @Test
  void eachThresholdIsToldOnceWithTheNumbers() {
    ResourceTracker account = registered("total.hostCalls=100");
    StringBuilder seen = new StringBuilder();
    for (int used = 0; used < 100; used++) {
      account.charge(HOST_CALLS, 1);
      ticker.turn(Duration.ofSeconds(1));
      int before = monitor.events().size();
      monitor.check();
      if (monitor.events().size() > before) {
        Alert alert = monitor.events().get(before);
        seen.append(alert.used()).append(alert.level().key()).append(' ');
      }
    }
    assertThat(seen).hasToString("80warning 90critical ");
    assertThat(monitor.events().get(0))
        .isEqualTo(
            new Alert(
                Alert.Level.WARNING,
                "shop",
                HOST_CALLS,
                Breach.Scope.TOTAL,
                80,
                100,
                null,
                START.plusSeconds(80)));
    assertThat(monitor.events().get(0).message())
        .isEqualTo(
            "shop is near its limit: total.hostCalls 80 of 100 (80 %);"
                + " to allow more, raise, refill or reset it");
    assertThat(monitor.standing()).singleElement().extracting(Alert::used).isEqualTo(100L);
  }

  @Test
  void aJumpOverBothThresholdsIsOneAlert() {
    ResourceTracker account = registered("total.hostCalls=100");
    account.charge(HOST_CALLS, 100);
    monitor.check();
    monitor.check();
    assertThat(levels(monitor)).isEqualTo("C");
    assertThat(monitor.events().get(0).message()).startsWith("shop is at its limit: ");
  }

  @Test
  void useThatWaversAboutAThresholdIsToldOnce() {
    ResourceTracker account = registered("total.heldBytes=100");
    try (ResourceGuard most = account.memoryGuard(76)) {
      for (int i = 0; i < 3; i++) {
        try (ResourceGuard more = account.memoryGuard(4)) {
          monitor.check();
        }
        monitor.check();
      }
      assertThat(levels(monitor)).isEqualTo("W");
    }
    try (ResourceGuard less = account.memoryGuard(75)) {
      monitor.check();
      assertThat(levels(monitor)).as("75 % is not below 80 - 5").isEqualTo("W");
    }
    try (ResourceGuard less = account.memoryGuard(74)) {
      monitor.check();
    }
    assertThat(levels(monitor)).isEqualTo("WI");
    assertThat(monitor.events().get(1).message())
        .isEqualTo("shop recovered: total.heldBytes 74 bytes of 100 bytes (74 %)");
    assertThat(monitor.standing()).isEmpty();
  }

  @Test
  void aFallToWarningIsSilentAndARiseFromThereIsNot() {
    ResourceTracker account = registered("total.heldBytes=100");
    for (int held : new int[] {90, 85, 84, 90, 10}) {
      try (ResourceGuard guard = account.memoryGuard(held)) {
        monitor.check();
        if (held == 84) {
          assertThat(monitor.standing())
              .singleElement()
              .extracting(Alert::level)
              .isEqualTo(Alert.Level.WARNING);
        }
      }
    }
    assertThat(levels(monitor)).isEqualTo("CCI");
  }

  @Test
  void aRunningEvaluationIsSeenAgainstItsOwnLimit() throws Exception {
    ResourceTracker account = registered("limit.hostCalls=10");
    account.run(
        () -> {
          account.charge(HOST_CALLS, 8);
          monitor.check();
          account.charge(HOST_CALLS, 1);
          monitor.check();
          return true;
        });
    monitor.check();
    assertThat(levels(monitor)).as("it ended since: that is seen too").isEqualTo("WC");
    monitor.check();
    assertThat(levels(monitor)).isEqualTo("WCI");
    assertThat(monitor.events().get(1).limitKey()).isEqualTo("limit.hostCalls");
    assertThat(monitor.events().get(1).share()).isEqualTo(0.9);
  }

  @Test
  void evaluationsThatRanBetweenTwoChecksAreNotMissed() throws Exception {
    ResourceTracker account = registered("limit.hostCalls=10");
    account.run(calls(account, 8));
    account.run(calls(account, 1));
    assertThatThrownBy(() -> account.run(calls(account, 20))).isInstanceOf(Error.class);
    monitor.check();
    assertThat(monitor.events()).singleElement().extracting(Alert::used).isEqualTo(20L);
    assertThat(levels(monitor)).isEqualTo("C");
  }

  @Test
  void whatHappenedBeforeItWasRegisteredIsNoNews() throws Exception {
    ResourceTracker account = account("limit.hostCalls=10");
    account.run(calls(account, 9));
    monitor.register("shop", account);
    monitor.check();
    assertThat(monitor.events()).isEmpty();
  }

  @Test
  void aLimitThatIsRaisedOrLiftedEndsItsAlert() {
    ResourceTracker account = registered("total.hostCalls=10,total.outputBytes=10");
    account.charge(HOST_CALLS, 9);
    account.charge(OUTPUT_BYTES, 9);
    monitor.check();
    account.setLimit(HOST_CALLS, 100);
    account.setLimit(OUTPUT_BYTES, Long.MAX_VALUE);
    monitor.check();
    assertThat(monitor.events())
        .extracting(Alert::message)
        .filteredOn(message -> message.contains("recovered"))
        .containsExactlyInAnyOrder(
            "shop recovered: total.hostCalls 9 of 100 (9 %)",
            "shop recovered: total.outputBytes is not limited or not looked at any more");
  }

  @Test
  void closedAccountsAreForgottenAndTheirAlertsEnd() {
    ResourceTracker account = registered("total.hostCalls=10");
    account.charge(HOST_CALLS, 9);
    monitor.check();
    account.close();
    assertThat(monitor.statistics().components()).isEqualTo(1);
    monitor.check();
    assertThat(monitor.components()).isEmpty();
    assertThat(levels(monitor)).isEqualTo("CI");
  }

  @Test
  void unregisteringEndsAlertsToo() {
    ResourceTracker account = registered("total.hostCalls=10");
    account.charge(HOST_CALLS, 9);
    monitor.check();
    assertThatThrownBy(() -> monitor.register("shop", account))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("component 'shop' is registered already: unregister it first");
    assertThat(monitor.unregister("shop")).isTrue();
    assertThat(monitor.unregister("shop")).isFalse();
    assertThat(levels(monitor)).isEqualTo("CI");
  }

  @Test
  void resourcesMayHaveThresholdsOfTheirOwn() {
    try (ResourceMonitor own =
        ResourceMonitor.builder()
            .ticker(ticker)
            .hysteresis(0)
            .thresholds(95, 95)
            .thresholds(HELD_BYTES, 50, 60)
            .build()) {
      ResourceTracker account = account("total.heldBytes=100,total.hostCalls=100");
      own.register("shop", account);
      account.charge(HOST_CALLS, 94);
      try (ResourceGuard held = account.memoryGuard(50)) {
        own.check();
        assertThat(levels(own)).isEqualTo("W");
      }
      try (ResourceGuard held = account.memoryGuard(49)) {
        own.check();
        assertThat(levels(own)).isEqualTo("WI");
      }
      account.charge(HOST_CALLS, 1);
      own.check();
      assertThat(levels(own)).isEqualTo("WIC");
    }
  }

  @Test
  void aForbiddenResourceIsNoAlarmUntilSomebodyUsesIt() {
    registered("total.hostCalls=0,limit.outputBytes=0");
    monitor.check();
    assertThat(monitor.events()).isEmpty();
  }

  @Test
  void theEventHistoryIsBounded() {
    try (ResourceMonitor small = ResourceMonitor.builder().historySize(3).build()) {
      ResourceTracker account = account("total.heldBytes=100");
      small.register("shop", account);
      for (int i = 0; i < 5; i++) {
        try (ResourceGuard held = account.memoryGuard(80)) {
          small.check();
        }
        small.check();
      }
      assertThat(levels(small)).isEqualTo("IWI");
      assertThat(small.statistics().alerts()).isEqualTo(10);
    }
  }

  @Test
  void alertsHaveAFormForMachines() {
    ResourceTracker account = registered("total.cpuTime=10s,total.hostCalls=10");
    account.charge(HOST_CALLS, 8);
    monitor.check();
    assertThat(monitor.events().get(0).toJson())
        .isEqualTo(
            "{\"level\":\"warning\",\"component\":\"shop\",\"resource\":\"hostCalls\","
                + "\"scope\":\"total\",\"used\":8,\"limit\":10,\"share\":0.8,\"script\":null,"
                + "\"time\":\"2026-03-01T10:00:00Z\",\"message\":\"shop is near its limit:"
                + " total.hostCalls 8 of 10 (80 %); to allow more, raise, refill or reset it\"}");
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    ResourceMonitor.Builder builder = ResourceMonitor.builder();
    assertThatThrownBy(() -> builder.thresholds(90, 80))
        .hasMessageContaining("thresholds of 90 % and 80 %");
    assertThatThrownBy(() -> builder.thresholds(0, 80)).hasMessageContaining("from 1 to 100");
    assertThatThrownBy(() -> builder.hysteresis(-1)).hasMessageContaining("0 or more");
    assertThatThrownBy(() -> builder.checkInterval(Duration.ZERO))
        .hasMessage("a check interval of PT0S: it is more than 0");
    assertThatThrownBy(() -> builder.queueSize(0)).hasMessage("a queue of 0: it is 1 or more");
    assertThatThrownBy(() -> builder.thresholds(HOST_CALLS, 5, 6).build())
        .hasMessageContaining("such an alert would never end");
  }
}
