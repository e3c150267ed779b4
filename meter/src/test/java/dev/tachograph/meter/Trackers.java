package dev.tachograph.meter;

import static dev.tachograph.meter.Resource.HOST_CALLS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Trackers for tests, and what is done with them. */
final class Trackers {
  private Trackers() {}

  /** A tracker of its own. */
  static ResourceTracker tracker(Limits.Builder limits) {
    return ResourceTracker.standalone("t", limits.build());
  }

  /** The breach that a call ends with. */
  static Breach breach(ThrowingCallable call) {
    LimitExceededError error = catchThrowableOfType(LimitExceededError.class, call);
    assertThat(error).isNotNull();
    return error.breach();
  }

  /** Runs so many evaluations that do nothing. */
  static void pass(ResourceTracker tracker, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      tracker.run(() -> "");
    }
  }

  /** Charges so many calls of the host, and returns the number. */
  static int charge(ResourceTracker tracker, int calls) {
    tracker.charge(HOST_CALLS, calls);
    return calls;
  }
}
