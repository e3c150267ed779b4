package dev.tachograph.meter.monitor;

import static dev.tachograph.meter.Resource.HOST_CALLS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.meter.Limits;
import dev.tachograph.meter.ListenerRegistration;
import dev.tachograph.meter.ResourceGuard;
import dev.tachograph.meter.ResourceTracker;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listeners are told on threads of their own, and cannot hold up anybody. */
@Timeout(60)
@SuppressWarnings("try") // what is held is held until the end of the block
class MonitorThreadsTest {
  private final ResourceTracker account =
      ResourceTracker.standalone("acme", Limits.parse("total.heldBytes=100,limit.hostCalls=10"));

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(30, TimeUnit.SECONDS);
    assertThat(next).as("comes within half a minute").isNotNull();
    return next;
  }

  private void alarm(ResourceMonitor monitor) {
    try (ResourceGuard held = account.memoryGuard(90)) {
      monitor.check();
    }
    monitor.check();
  }

  @Test
  void aStartedMonitorChecksOnADaemonThread() throws Exception {
    BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    BlockingQueue<Alert> alerts = new LinkedBlockingQueue<>();
    try (ResourceMonitor monitor =
            ResourceMonitor.builder().checkInterval(Duration.ofMillis(1)).build();
        ListenerRegistration listening =
            monitor.listen(
                alert -> {
                  threads.add(Thread.currentThread());
                  alerts.add(alert);
                })) {
      monitor.register("shop", account);
      monitor.start();
      assertThatThrownBy(monitor::start).isInstanceOf(IllegalStateException.class);
      try (ResourceGuard held = account.memoryGuard(90)) {
        assertThat(next(alerts).level()).isEqualTo(Alert.Level.CRITICAL);
      }
      assertThat(next(alerts).level()).isEqualTo(Alert.Level.INFO);
      assertThat(next(threads)).isNotSameAs(Thread.currentThread()).matches(Thread::isDaemon);
    }
  }

  @Test
  void oneThatHangsDelaysNobodyAndLosesOnlyItsOwn() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    BlockingQueue<Alert> others = new LinkedBlockingQueue<>();
    try (ResourceMonitor monitor = ResourceMonitor.builder().queueSize(2).build()) {
      monitor.register("shop", account);
      monitor.listen(
          alert -> {
            entered.countDown();
            awaitQuietly(release);
          });
      monitor.listen(others::add);
      alarm(monitor);
      assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
      next(others);
      next(others);
      for (int i = 0; i < 2; i++) {
        alarm(monitor);
        next(others);
        next(others);
      }
      assertThat(monitor.statistics().dropped()).as("one is told, two wait").isEqualTo(3);
      release.countDown();
    }
  }

  @Test
  void oneThatThrowsIsToldAgainAndTheOthersToo() throws Exception {
    BlockingQueue<Alert> thrower = new LinkedBlockingQueue<>();
    BlockingQueue<Alert> others = new LinkedBlockingQueue<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
    try (ResourceMonitor monitor = ResourceMonitor.builder().build()) {
      monitor.register("shop", account);
      monitor.listen(
          alert -> {
            thrower.add(alert);
            throw new IllegalStateException("broken listener");
          });
      monitor.listen(others::add);
      alarm(monitor);
      for (int i = 0; i < 2; i++) {
        next(thrower);
        next(others);
        assertThat(next(uncaught)).hasMessage("broken listener");
      }
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void whatWaitsAtTheEndIsStillDelivered() throws Exception {
    BlockingQueue<Alert> alerts = new LinkedBlockingQueue<>();
    ResourceMonitor monitor = ResourceMonitor.builder().build();
    monitor.register("shop", account);
    monitor.listen(alerts::add);
    alarm(monitor);
    monitor.close();
    next(alerts);
    assertThat(next(alerts).level()).isEqualTo(Alert.Level.INFO);
    assertThatThrownBy(monitor::start)
        .hasMessage("tachograph-monitor was closed already: make" + " another one");
  }

  @Test
  void debugAndVerboseWriteWhatWasSeen() throws Exception {
    BlockingQueue<String> debug = new LinkedBlockingQueue<>();
    BlockingQueue<String> verbose = new LinkedBlockingQueue<>();
    account.setHistorySize(1);
    try (ResourceMonitor monitor =
        ResourceMonitor.builder().debug(debug::add).verbose(verbose::add).build()) {
      monitor.register("shop", account);
      for (int i = 1; i <= 3; i++) {
        int calls = i;
        account.run(
            () -> {
              account.charge(HOST_CALLS, calls);
              return true;
            });
      }
      try (ResourceGuard held = account.memoryGuard(50)) {
        monitor.check();
      }
      assertThat(next(debug))
          .isEqualTo(
              "check shop: 0 running, 3 ended;"
                  + " total.heldBytes 50 bytes of 100 bytes (50 %),"
                  + " limit.hostCalls 3 of 10 (30 %)");
      assertThat(next(verbose))
          .startsWith("evaluation shop: 3 of account acme, script none, completed after ")
          .contains("hostCalls=3");
      assertThat(next(verbose)).isEqualTo("evaluations shop: 2 more ended than its history keeps");
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
