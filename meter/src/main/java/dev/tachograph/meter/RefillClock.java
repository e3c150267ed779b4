package dev.tachograph.meter;

import java.math.BigInteger;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far the limits of one account were refilled. With the ledger's lock held. */
final class RefillClock {
  /** Where one limit stands. */
  private static final class State {
    final Refill refill;
    @Nullable Instant end;
    long nanos;
    long rest;
    boolean started;

    State(Refill refill) {
      this.refill = refill;
    }
  }

  private final Map<Resource, State> states = new EnumMap<>(Resource.class);

  /**
   * @param before the clock of the limits that are replaced: refills that stay go on as they were
   */
  RefillClock(Limits limits, @Nullable RefillClock before) {
    limits
        .refills()
        .forEach(
            (resource, refill) -> {
              State known = before == null ? null : before.states.get(resource);
              states.put(
                  resource,
                  known != null && known.refill.equals(refill) ? known : new State(refill));
            });
  }

  /** Gives the account what is due by now. */
  void tick(AccountNode account, Ticker ticker) {
    Instant now = ticker.now();
    long nanos = ticker.nanos();
    states.forEach(
        (resource, state) -> {
          if (!state.started) {
            state.started = true;
            state.end = state.refill.endOfPeriod(now);
            state.nanos = nanos;
          } else if (state.end == null) {
            drip(account, resource.ordinal(), state, nanos);
          } else if (!now.isBefore(state.end)) {
            turn(account, resource.ordinal(), state, now, state.end);
          }
        });
  }

  private static void turn(
      AccountNode account, int resource, State state, Instant now, Instant end) {
    long taken = account.taken(resource);
    long given = product(account.total(resource), state.refill.periodsFrom(end, now));
    long left = Math.min(0, Math.max(-state.refill.mostCarriedOver(), taken - given));
    account.refill(resource, taken - left);
    state.end = state.refill.endOfPeriod(now);
  }

  private static long product(long one, long other) {
    return one != 0 && other > Long.MAX_VALUE / one ? Long.MAX_VALUE : one * other;
  }

  /** Whole units only; what is due of the next one is kept, in units of its price. */
  private static void drip(AccountNode account, int resource, State state, long nanos) {
    BigInteger[] due =
        BigInteger.valueOf(Math.max(0, nanos - state.nanos))
            .multiply(BigInteger.valueOf(state.refill.bucketAmount()))
            .add(BigInteger.valueOf(state.rest))
            .divideAndRemainder(BigInteger.valueOf(state.refill.bucketTime().toNanos()));
    long taken = Math.max(0, account.taken(resource));
    boolean full = due[0].compareTo(BigInteger.valueOf(taken)) >= 0;
    account.refill(resource, full ? taken : due[0].longValueExact());
    state.rest = full ? 0 : due[1].longValueExact();
    state.nanos = nanos;
  }
}
