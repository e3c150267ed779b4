package dev.tachograph.meter;

import static dev.tachograph.meter.Resource.HOST_CALLS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What a host charges is refused whole: nothing of it is billed that would have to be forgiven. */
class HostDenialTest {
  @Test
  void aRefusedChargeGivesNothingBack() throws Exception {
    ResourceTracker account = ResourceTracker.standalone("a", Limits.parse("total.hostCalls=5"));
    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThatThrownBy(() -> account.run(() -> call(account)))
          .isInstanceOf(LimitExceededError.class);
    }
    assertThat(account.usage().get(HOST_CALLS)).isEqualTo(5);
    assertThat(account.statistics().limitExceeded()).isEqualTo(1);
    assertThat(account.statistics().denied()).isEqualTo(2);
  }

  private static boolean call(ResourceTracker account) {
    while (true) {
      account.charge(HOST_CALLS, 1);
    }
  }
}
