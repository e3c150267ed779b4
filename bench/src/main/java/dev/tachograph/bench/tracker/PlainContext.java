package dev.tachograph.bench.tracker;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.ContextAccess;
import dev.tachograph.meter.Ledger;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Resource;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** Counters as woven code has them, without Rhino. Used by one thread, but for its limits. */
public final class PlainContext {
  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

  /** How a ledger reaches these counters. */
  public static final ContextAccess ACCESS =
      new ContextAccess() {
        @Override
        public long used(Object context, int counter) {
          return (long) LONGS.getOpaque(((PlainContext) context).used, counter);
        }

        @Override
        public void start(Object context, int counter, long used) {
          LONGS.setOpaque(((PlainContext) context).used, counter, used);
        }

        @Override
        public void limit(Object context, int counter, long limit) {
          LONGS.setOpaque(((PlainContext) context).limits, counter, limit);
        }

        @Override
        public Breach.@Nullable Position position() {
          return null;
        }
      };

  private final long[] used = new long[Ledger.COUNTERS];
  private final long[] limits = new long[Ledger.COUNTERS];

  /**
   * Counts one of a resource.
   *
   * @return what a script would be stopped with, or {@code null}
   */
  public @Nullable LimitExceededError count(Ledger ledger, Object evaluation, Resource resource) {
    int counter = resource.ordinal();
    long now = (long) LONGS.getOpaque(used, counter) + 1;
    LONGS.setOpaque(used, counter, now);
    return now > (long) LONGS.getOpaque(limits, counter)
        ? ledger.evaluations().exceeded(evaluation, counter, 1)
        : null;
  }
}
