package dev.tachograph.engine.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExecutorThreadsTest {
  /** Makes so many threads, and no more. */
  private static ThreadFactory limited(int most) {
    int[] made = {0};
    return work -> {
      if (made[0]++ >= most) {
        throw new OutOfMemoryError("expected by the test");
      }
      Thread thread = new Thread(work);
      thread.setDaemon(true);
      return thread;
    };
  }

  private static Dispatcher dispatcher(ThreadFactory factory) {
    Settings settings =
        new Settings(
            2,
            0,
            new Tenant.Bounds(5, 5, 5),
            10,
            10,
            10,
            Overflow.REJECT,
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            new HandTicker());
    return new Dispatcher(settings, new Threads(2, factory));
  }

  private static Task<String> submit(Dispatcher dispatcher) {
    return dispatcher.submit("shop", "vat.js", new Work<>(() -> "done", cause -> {}, 0, 0));
  }

  @Test
  void withoutAnyThreadWorkFails() {
    Dispatcher dispatcher = dispatcher(limited(0));
    Task<String> first = submit(dispatcher);
    assertThatThrownBy(first.future()::join).hasRootCauseInstanceOf(OutOfMemoryError.class);
    assertThat(dispatcher.metrics().running()).isZero();
    assertThat(dispatcher.drain(Duration.ZERO)).isTrue();
    assertThat(dispatcher.tenants()).isZero();
  }

  @Test
  void withFewerThreadsItWaitsForThem() throws Exception {
    Dispatcher dispatcher = dispatcher(limited(1));
    Gate gate = new Gate();
    Task<String> first =
        dispatcher.submit("shop", "vat.js", new Work<String>(gate, gate::cancel, 0, 0));
    gate.awaitStart();
    Task<String> second = submit(dispatcher);
    assertThat(second.future()).isNotDone();
    gate.open();
    assertThat(first.future().join()).isEqualTo("gone");
    assertThat(second.future().join()).isEqualTo("done");
    dispatcher.close();
  }
}
