package dev.tachograph.bench.stress;

import dev.tachograph.bench.tracker.PlainContext;
import dev.tachograph.meter.Ledger;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A script counts while somebody else moves its limit: no count is lost, and none is allowed that a
 * limit which was there from the start forbids.
 */
final class HandOverStress {
  private static final int ROUNDS = 40;
  private static final int MOST = 25;
  private static final String ACCOUNT = "a";

  private HandOverStress() {}

  /** One script on one account. */
  static class Script {
    final Ledger ledger = new Ledger();
    int counted;

    void limit(int iterations) {
      ledger.setLimits(ACCOUNT, Limits.builder().total(Resource.ITERATIONS, iterations).build());
    }

    int run(int rounds) {
      PlainContext cx = new PlainContext();
      int ticks = 0;
      Object evaluation = ledger.evaluations().enter(PlainContext.ACCESS, cx, ACCOUNT, "s.js");
      LimitExceededError stopped = null;
      while (stopped == null && ticks < rounds) {
        ticks++;
        stopped = cx.count(ledger, evaluation, Resource.ITERATIONS);
      }
      ledger.evaluations().exit(evaluation, stopped);
      return ticks;
    }

    long booked() {
      return ledger.usage(ACCOUNT).get(Resource.ITERATIONS);
    }

    boolean isEmpty() {
      return ledger.evaluations().running().isEmpty();
    }
  }

  /** A limit is lowered and raised again. */
  @JCStressTest
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "every count is booked once")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a count was lost, or one too many allowed")
  @State
  public static class LimitChanges extends Script {
    public LimitChanges() {
      limit(MOST);
    }

    @Actor
    public void script() {
      counted = run(ROUNDS);
    }

    @Actor
    public void host() {
      limit(MOST / 2);
      limit(MOST);
    }

    @Arbiter
    public void end(ZZ_Result result) {
      result.r1 = booked() == counted;
      result.r2 = counted <= MOST + 1 && isEmpty(); // the refused count is in it
    }
  }

  /** The evaluation is cancelled from outside, as a watchdog does it. */
  @JCStressTest
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "every count is booked once")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a count was lost, or one too many allowed")
  @State
  public static class Cancel extends Script {
    public Cancel() {
      limit(MOST);
    }

    @Actor
    public void script() {
      counted = run(ROUNDS);
    }

    @Actor
    public void watchdog() {
      ledger.cancel(ACCOUNT);
    }

    @Arbiter
    public void end(ZZ_Result result) {
      result.r1 = booked() == counted;
      result.r2 = counted <= MOST + 1 && isEmpty();
    }
  }

  /** Two scripts share a budget, and take back from each other what is not used. */
  @JCStressTest
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "the budget is used up, not more")
  @Outcome(expect = Expect.FORBIDDEN, desc = "overspent, or refused too early, or lost")
  @State
  public static class SharedBudget extends Script {
    private int countedToo;

    public SharedBudget() {
      limit(MOST);
    }

    @Actor
    public void one() {
      counted = attempt();
    }

    @Actor
    public void two() {
      countedToo = attempt();
    }

    private int attempt() {
      try {
        return run(ROUNDS);
      } catch (LimitExceededError denied) {
        return 0;
      }
    }

    @Arbiter
    public void end(ZZ_Result result) {
      int ticks = counted + countedToo;
      result.r1 = booked() == ticks;
      int refused = counted > 0 && countedToo > 0 ? 2 : 1;
      result.r2 = ticks >= MOST + 1 && ticks <= MOST + refused && isEmpty();
    }
  }
}
