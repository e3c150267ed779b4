package dev.tachograph.bench.stress;

import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceGuard;
import dev.tachograph.meter.ResourceTracker;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A host uses a tracker while somebody else resets or closes it. */
final class TrackerStress {
  private static final int CALLS = 10;

  private TrackerStress() {}

  /** A tenant and a plug-in of its. */
  static class Tree {
    final ResourceTracker tenant = ResourceTracker.standalone("tenant", Limits.unlimited());
    final ResourceTracker plugin = tenant.child("plugin");
    int done;

    long used(ResourceTracker tracker) {
      return tracker.usage().get(Resource.HOST_CALLS);
    }
  }

  /** The plug-in is reset in the middle: its tenant keeps everything. */
  @JCStressTest
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "the tenant has every call")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a call was lost or counted twice")
  @State
  public static class Reset extends Tree {
    @Actor
    public void calls() {
      try {
        done = plugin.run(this::charge).value();
      } catch (Exception unexpected) {
        done = -1;
      }
    }

    private int charge() {
      int calls = 0;
      while (calls < CALLS) {
        plugin.charge(Resource.HOST_CALLS, 1);
        calls++;
      }
      return calls;
    }

    @Actor
    public void reset() {
      plugin.reset();
    }

    @Arbiter
    public void end(ZZ_Result result) {
      result.r1 = used(tenant) == CALLS && done == CALLS;
      result.r2 = used(plugin) <= CALLS && tenant.running().isEmpty();
    }
  }

  /** The plug-in is closed in the middle: what was admitted is the tenant's to pay. */
  @JCStressTest
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "what was done is booked")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a call was lost, or an evaluation left behind")
  @State
  public static class Close extends Tree {
    @Actor
    public void calls() {
      for (int i = 0; i < CALLS; i++) {
        try {
          plugin.charge(Resource.HOST_CALLS, 1);
          done++;
        } catch (IllegalStateException closed) {
          return;
        }
      }
    }

    @Actor
    public void close() {
      plugin.close();
    }

    @Arbiter
    public void end(ZZ_Result result) {
      result.r1 = used(tenant) == done;
      result.r2 = tenant.children().isEmpty();
    }
  }

  /** Two threads want the last place. */
  @JCStressTest
  @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "one got it")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the other got it")
  @Outcome(expect = Expect.FORBIDDEN, desc = "both, or none")
  @State
  public static class LastPlace extends Tree {
    public LastPlace() {
      tenant.setLimits(Limits.builder().total(Resource.CONCURRENT_OPERATIONS, 1).build());
    }

    @Actor
    public void one(ZZ_Result result) {
      result.r1 = enter();
    }

    @Actor
    public void two(ZZ_Result result) {
      result.r2 = enter();
    }

    private boolean enter() {
      try {
        ResourceGuard held = plugin.concurrencyGuard();
        return held.amount() == 1;
      } catch (LimitExceededError full) {
        return false;
      }
    }
  }
}
