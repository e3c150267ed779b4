package dev.tachograph.meter;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the text of an {@link Allowance}: {@code key=value} pairs with semicolons
 * between. With the ledger's lock held.
 *
 * <p>Everything in it is absolute. Times are of the calendar, for a ticker's nanoseconds mean
 * nothing to another process.
 */
final class Allowances {
  private static final String REFUSED = "refused.";
  private static final String REFILLED = "refilled.";
  private static final String PEAK = "peak.";
  private static final String OVERDRAWN = "overdrawn.";
  private static final String CLOCK = "clock.";

  private Allowances() {}

  /** Reads an account. */
  static Allowance of(AccountNode account, Ticker ticker) {
    List<String> parts = new ArrayList<>(0);
    for (Resource resource : Resource.all()) {
      int i = resource.ordinal();
      add(parts, REFUSED, resource, account.refused(i));
      add(parts, REFILLED, resource, account.refilled(i));
      add(parts, PEAK, resource, resource.kind() == Resource.Kind.LEVEL ? account.spent(i) : 0);
      add(parts, OVERDRAWN, resource, account.overdrawn() >> i & 1);
    }
    RefillClock clock = account.refills();
    if (clock != null) {
      clock.states().forEach((resource, state) -> add(parts, resource, state, ticker));
    }
    return new Allowance(account.version(), String.join(";", parts));
  }

  private static void add(List<String> parts, String prefix, Resource resource, long value) {
    if (value != 0) {
      parts.add(prefix + resource.key() + "=" + value);
    }
  }

  /** The refill, and the end of the period or else the time of the last drop and the rest. */
  private static void add(
      List<String> parts, Resource resource, RefillClock.State state, Ticker ticker) {
    if (state.started) {
      Instant end = state.end;
      String stand =
          end != null
              ? end.toString()
              : ticker.now().minusNanos(ticker.nanos() - state.nanos) + "|" + state.rest;
      parts.add(CLOCK + resource.key() + "=" + state.refill + "|" + stand);
    }
  }

  /** Writes into an account whose usage is restored already. */
  static void restore(AccountNode account, Allowance allowance, Ticker ticker) {
    String text = allowance.text();
    for (String part : text.isEmpty() ? new String[0] : text.split(";", -1)) {
      try {
        String key = part.substring(0, part.indexOf('='));
        String prefix = key.substring(0, key.indexOf('.') + 1);
        Resource resource = Resource.ofKey(key.substring(prefix.length())).orElseThrow();
        restore(account, prefix, resource, part.substring(key.length() + 1), ticker);
      } catch (RuntimeException wrong) {
        throw new IllegalArgumentException(
            "'%s' is no part of an allowance that this version knows".formatted(part), wrong);
      }
    }
    account.touch();
    for (Resource resource : Resource.all()) {
      limitRefilled(account, resource);
    }
  }

  private static void restore(
      AccountNode account, String prefix, Resource resource, String value, Ticker ticker) {
    int i = resource.ordinal();
    switch (prefix) {
      case REFUSED -> account.restoreRefused(i, Long.parseLong(value));
      case REFILLED -> account.refill(i, Long.parseLong(value));
      case PEAK -> account.restore(i, Long.parseLong(value));
      case OVERDRAWN -> account.restoreOverdrawn(1 << i);
      case CLOCK -> account.restoredRefills().restore(resource, state(value, ticker));
      default -> throw new IllegalArgumentException(prefix);
    }
  }

  private static RefillClock.State state(String value, Ticker ticker) {
    String[] parts = value.split("\\|", -1);
    RefillClock.State state = new RefillClock.State(Refill.parse(CLOCK, parts[0]));
    Instant time = Instant.parse(parts[1]);
    if (state.refill.endOfPeriod(time) == null) {
      state.nanos = ticker.nanos() - Math.max(0, nanos(time, ticker.now()));
      state.rest = Long.parseLong(parts[2]);
    } else {
      state.end = time;
    }
    state.started = true;
    return state;
  }

  private static long nanos(Instant from, Instant to) {
    try {
      return Duration.between(from, to).toNanos();
    } catch (ArithmeticException | DateTimeException centuries) {
      return Long.MAX_VALUE >> 1;
    }
  }

  /**
   * Nobody is given back more than was spent: where a process was killed, what it spent last may
   * not be known, but that it was refilled.
   */
  private static void limitRefilled(AccountNode account, Resource resource) {
    int i = resource.ordinal();
    if (account.refilled(i) > 0) {
      long debt = account.taken(i) + carried(account, resource);
      account.refill(i, Math.min(0, debt));
    }
  }

  private static long carried(AccountNode account, Resource resource) {
    RefillClock clock = account.refills();
    RefillClock.@Nullable State state = clock == null ? null : clock.states().get(resource);
    return state == null ? 0 : state.refill.mostCarriedOver();
  }
}
