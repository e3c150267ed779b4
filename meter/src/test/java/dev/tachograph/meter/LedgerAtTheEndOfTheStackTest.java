package dev.tachograph.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scripts choose how much stack is left when the ledger is asked. */
class LedgerAtTheEndOfTheStackTest {
  private static final int ROUNDS = 20;
  private static final long STACK_BYTES = 256 << 10;

  private final Ledger ledger = new Ledger();
  private int overflows;

  @Test
  @Timeout(60)
  void overflowInsideLedgerLeavesItUsableForOthers() throws Exception {
    ask(); // whatever is initialised at first use must not be so where the stack ends
    for (int i = 0; i < ROUNDS; i++) {
      Thread deep = new Thread(null, this::descend, "deep", STACK_BYTES);
      deep.setDaemon(true);
      deep.start();
      deep.join();
    }

    Usage usage = CompletableFuture.supplyAsync(() -> ledger.usage("a")).get(20, TimeUnit.SECONDS);

    assertThat(usage.get(Resource.ITERATIONS)).isZero();
    assertThat(overflows).as("the test reached the end of the stack").isPositive();
  }

  /** Asks on every level on the way back: also on those where asking overflows. */
  @SuppressWarnings("InfiniteRecursion") // so it does
  private void descend() {
    try {
      descend();
    } catch (StackOverflowError end) {
      // Every level out has a little more room.
    }
    try {
      ask();
    } catch (StackOverflowError end) {
      overflows++;
    }
  }

  private void ask() {
    ledger.setLimits("a", Limits.unlimited());
    ledger.usage("a");
  }
}
