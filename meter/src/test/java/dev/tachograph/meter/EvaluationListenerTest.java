package dev.tachograph.meter;

import static dev.tachograph.meter.Resource.CONCURRENT_OPERATIONS;
import static dev.tachograph.meter.Resource.HOST_CALLS;
import static dev.tachograph.meter.Trackers.breach;
import static dev.tachograph.meter.Trackers.charge;
import static dev.tachograph.meter.Trackers.pass;
import static dev.tachograph.meter.Trackers.tracker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

/** What listeners hear, refuse and break. */
class EvaluationListenerTest {
  @Test
  void listenersHearOfEvaluationsAndOfChargesOutsideOfThem() throws Exception {
    ResourceTracker tracker = tracker(Limits.builder().perEvaluation(HOST_CALLS, 3));
    StringBuilder heard = new StringBuilder();
    tracker.listen(
        new EvaluationListener() {
          @Override
          public void started(EvaluationRecord evaluation) {
            heard.append("started ").append(evaluation.id()).append(", ");
          }

          @Override
          public void ended(EvaluationRecord evaluation) {
            heard.append("ended ").append(evaluation.outcome()).append(", ");
          }

          @Override
          public void exceeded(EvaluationRecord evaluation, Breach breach) {
            heard.append("exceeded ").append(breach.used()).append(", ");
          }

          @Override
          public void charged(String account, Resource resource, long amount) {
            heard.append(account).append(" charged ").append(amount).append(", ");
          }
        });
    breach(() -> tracker.run(() -> charge(tracker, 4)));
    charge(tracker, 9);
    assertThat(heard).hasToString("started 1, exceeded 4, ended LIMIT_EXCEEDED, t charged 9, ");
  }

  @Test
  void aListenerMayRefuseAnEvaluation() throws Exception {
    ResourceTracker tracker = tracker(Limits.builder());
    try (var registration =
        tracker.listen(
            new EvaluationListener() {
              @Override
              public void admitting(EvaluationRecord evaluation) {
                throw new IllegalStateException("the disk is full");
              }
            })) {
      assertThat(registration).isNotNull();
      assertThatIllegalStateException()
          .isThrownBy(() -> pass(tracker, 1))
          .withMessage("the disk is full");
    }
    pass(tracker, 1);
    assertThat(tracker.running()).isEmpty();
    assertThat(tracker.statistics().failed()).isEqualTo(1);
    assertThat(tracker.statistics().completed()).isEqualTo(1);
  }

  @Test
  void aListenerThatFailsAltogetherLeavesNothingOpen() throws Exception {
    ResourceTracker tracker = tracker(Limits.builder().total(CONCURRENT_OPERATIONS, 1));
    Thread thread =
        new Thread(
            () -> {
              try (var registration =
                  tracker.listen(
                      new EvaluationListener() {
                        @Override
                        public void started(EvaluationRecord evaluation) {
                          throw new IllegalStateException("listener");
                        }
                      })) {
                assertThat(registration).isNotNull();
                pass(tracker, 1);
              } catch (Exception unexpected) {
                throw new AssertionError(unexpected);
              }
            });
    thread.setUncaughtExceptionHandler(
        (where, failure) -> {
          throw new IllegalStateException("handler", failure);
        });
    thread.start();
    thread.join();
    assertThat(tracker.running()).isEmpty();
    pass(tracker, 1);
    assertThat(tracker.statistics().completed()).isEqualTo(2);
  }
}
