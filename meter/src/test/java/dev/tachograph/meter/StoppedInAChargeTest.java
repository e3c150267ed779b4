package dev.tachograph.meter;

import static dev.tachograph.meter.Resource.ITERATIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A thread that dies in the middle of a charge, or of the end of its evaluation, as by {@code
 * Thread.stop}: at each point where the ledger asks the Context, one after the other.
 */
class StoppedInAChargeTest {
  private static final int TOTAL = 100;
  private static final int OTHERS = 10;
  private static final int WANTED = 70;

  /** As of a thread that is stopped. */
  private static final class Stopped extends Error {
    private static final long serialVersionUID = 1;
  }

  /** Lets the thread die at one of its calls. */
  private static final class DeadlyAccess implements ContextAccess {
    private int left;

    /** Not before so many more calls. */
    void dieAt(int calls) {
      left = calls;
    }

    private void step() {
      if (--left == 0) {
        throw new Stopped();
      }
    }

    @Override
    public long used(Object context, int counter) {
      step();
      return FakeContext.ACCESS.used(context, counter);
    }

    @Override
    public void start(Object context, int counter, long used) {
      step();
      FakeContext.ACCESS.start(context, counter, used);
    }

    @Override
    public void limit(Object context, int counter, long limit) {
      step();
      FakeContext.ACCESS.limit(context, counter, limit);
    }

    @Override
    public Breach.@Nullable Position position() {
      step();
      return FakeContext.ACCESS.position();
    }
  }

  /** One evaluation that dies while another one draws on the same total. */
  private static final class Death {
    private final Ledger ledger = new Ledger();
    private final List<EvaluationRecord> ended = new ArrayList<>();
    private final DeadlyAccess access = new DeadlyAccess();
    private final FakeContext other = new FakeContext(ledger);
    private final FakeContext dying = new FakeContext(ledger, access);
    private int counts;

    Death() {
      ledger.addListener(
          new EvaluationListener() {
            @Override
            public void ended(EvaluationRecord evaluation) {
              ended.add(evaluation);
            }
          });
      ledger.setLimits("a", Limits.builder().total(ITERATIONS, TOTAL).build());
      other.enter("a", "other.js").count(ITERATIONS, OTHERS);
      dying.enter("a", "dying.js");
    }

    /** Returns whether it died, at its end at the latest. */
    boolean at(int call) {
      access.dieAt(call);
      boolean died = false;
      try {
        while (counts < WANTED) {
          counts++;
          dying.count(ITERATIONS);
        }
      } catch (Stopped stopped) {
        died = true;
      }
      try {
        dying.exit(null);
      } catch (Stopped stopped) {
        died = true;
        dying.exit(stopped); // as woven code does
      }
      return died;
    }
  }

  @Test
  void whereverItDiesItsCountsAreChargedOnceAndTheRestIsThere() {
    int deaths = 0;
    boolean died = true;
    while (died) {
      Death death = new Death();
      died = death.at(deaths + 1);
      deaths += died ? 1 : 0;

      String point = "call " + deaths;
      assertThat(death.ended).as(point).hasSize(1);
      assertThat(death.ended.get(0).usage().get(ITERATIONS)).as(point).isEqualTo(death.counts);
      assertThat(death.ledger.evaluations().running()).as(point).hasSize(1);
      death.other.count(ITERATIONS, TOTAL - OTHERS - death.counts);
      assertThatThrownBy(() -> death.other.count(ITERATIONS))
          .as(point)
          .isInstanceOf(LimitExceededError.class);
      death.other.exit(null);
      assertThat(death.ledger.usage("a").get(ITERATIONS)).as(point).isEqualTo(TOTAL + 1);
      assertThat(death.ledger.evaluations().running()).as(point).isEmpty();
    }
    assertThat(deaths).isGreaterThan(20);
  }
}
