package dev.tachograph.meter;

import static dev.tachograph.meter.Resource.HOST_CALLS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What the host charged and was refused is not billed, so there is nothing to give back. */
class RefusedHostChargeTest {
  private final ResourceTracker account =
      ResourceTracker.standalone("acme", Limits.builder().total(HOST_CALLS, 3).build());

  private Callable<Boolean> calls(long n) {
    return () -> {
      account.charge(HOST_CALLS, n);
      return true;
    };
  }

  @Test
  void aRefusalMakesNoRoomForMore() throws Exception {
    account.run(calls(3));
    assertThatThrownBy(() -> account.run(calls(1))).hasMessageStartingWith("stopped: ");
    assertThatThrownBy(() -> account.run(calls(1))).hasMessageStartingWith("not started: ");
    assertThatThrownBy(() -> account.charge(HOST_CALLS, 1)).isInstanceOf(LimitExceededError.class);
    assertThat(account.usage().get(HOST_CALLS)).isEqualTo(3);
  }
}
