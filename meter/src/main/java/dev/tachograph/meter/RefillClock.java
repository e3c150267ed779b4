package dev.tachograph.meter;

import java.math.BigInteger;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far the limits of one account were refilled. With the ledger's lock held. */
final class RefillClock {
  /** Where one limit stands. */
  static final class State {
    final Refill refill;

    /** When the period ends; {@code null} of token buckets. */
    @Nullable Instant end;

    /** When a token bucket was last filled, on the ticker. */
    long nanos;

    /** What a token bucket owes besides whole units. */
    long rest;

    boolean started;

    State(Refill refill) {
      this.refill = refill;
    }
  }

  private final Map<Resource, State> states = new EnumMap<>(Resource.class);

  /** Of limits that are not set yet, or not any more. */
  private final Map<Resource, State> restored = new EnumMap<>(Resource.class);

  /**
   * @param before the clock of the limits that are replaced: refills that stay go on as they were
   */
  RefillClock(Limits limits, @Nullable RefillClock before) {
    limits
        .refills()
        .forEach(
            (resource, refill) -> {
              State known = before == null ? null : before.known(resource);
              states.put(
                  resource,
                  known != null && known.refill.equals(refill) ? known : new State(refill));
            });
    if (before != null) {
      restored.putAll(before.restored);
      restored.keySet().removeAll(states.keySet());
    }
  }

  private @Nullable State known(Resource resource) {
    State state = states.get(resource);
    return state == null ? restored.get(resource) : state;
  }

  /** Whether it knows something that limits do not ask for now, but perhaps will. */
  boolean isRestored() {
    return !restored.isEmpty();
  }

  /** Where the limits stand that refill, and those that did in an earlier process. */
  Map<Resource, State> states() {
    Map<Resource, State> all = new EnumMap<>(restored);
    all.putAll(states);
    return all;
  }

  /** Goes on from there, as soon as a limit refills in the same way. */
  void restore(Resource resource, State state) {
    State known = states.get(resource);
    if (known == null) {
      restored.put(resource, state);
    } else if (known.refill.equals(state.refill)) {
      states.put(resource, state);
    }
  }

  /** The same of token buckets alone. */
  boolean drip(AccountNode account, Ticker ticker) {
    boolean changed = false;
    for (Map.Entry<Resource, State> entry : states.entrySet()) {
      State state = entry.getValue();
      if (state.started && state.end == null) {
        drip(account, entry.getKey().ordinal(), state, ticker.nanos());
        changed = true;
      }
    }
    return changed;
  }

  /** Gives the account what is due by now; returns whether that changed anything. */
  boolean tick(AccountNode account, Ticker ticker) {
    Instant now = ticker.now();
    long nanos = ticker.nanos();
    boolean changed = false;
    for (Map.Entry<Resource, State> entry : states.entrySet()) {
      changed |= tick(account, entry.getKey().ordinal(), entry.getValue(), now, nanos);
    }
    return changed;
  }

  private static boolean tick(
      AccountNode account, int resource, State state, Instant now, long nanos) {
    if (!state.started) {
      state.started = true;
      state.end = state.refill.endOfPeriod(now);
      state.nanos = nanos;
    } else if (state.end == null) {
      drip(account, resource, state, nanos);
    } else if (now.isBefore(state.end)) {
      return false;
    } else {
      turn(account, resource, state, now, state.end);
    }
    return true;
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
