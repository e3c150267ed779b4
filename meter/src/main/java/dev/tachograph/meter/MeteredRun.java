package dev.tachograph.meter;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs what a host wants run as an evaluation, which ends whatever becomes of that. */
final class MeteredRun {
  private final LedgerPort ledger;
  private final String account;

  MeteredRun(LedgerPort ledger, String account) {
    this.ledger = ledger;
    this.account = account;
  }

  /**
   * The limits of one evaluation.
   *
   * @throws IllegalArgumentException if there are totals among them
   */
  static long[] bounds(Limits limits) {
    for (Resource resource : Resource.all()) {
      if (limits.total(resource).isPresent()) {
        throw new IllegalArgumentException(
            "limits of one evaluation, with totals: %s; an account has those".formatted(limits));
      }
    }
    return limits.bounds();
  }

  /** See {@link ResourceTracker#run(Limits, Duration, Callable)}. */
  <T extends @Nullable Object> Evaluated<T> run(Callable<T> body, Limits limits, Duration timeout)
      throws Exception {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("a timeout of " + timeout + ": it is more than 0");
    }
    long nanos = TimeUnit.NANOSECONDS.convert(timeout);
    long[] bounds = bounds(limits);
    int time = Resource.WALL_TIME.ordinal();
    bounds[time] = Math.min(bounds[time], nanos);
    return run(() -> Timeout.interrupting(nanos, body), bounds);
  }

  /**
   * See {@link ResourceTracker#run(Callable)}.
   *
   * @param bounds of its own, as of {@link #bounds}; {@code null} for none
   */
  <T extends @Nullable Object> Evaluated<T> run(Callable<T> body, long @Nullable [] bounds)
      throws Exception {
    Object evaluation = OwnErrors.of(ledger, () -> ledger.begin(account, bounds));
    T value;
    try {
      value = body.call();
    } catch (Throwable failure) {
      endAfter(failure, evaluation);
      throw failure;
    }
    return new Evaluated<>(value, end(evaluation, null));
  }

  /** Ends the evaluation; throws its breach if it had one. */
  private Usage end(Object evaluation, @Nullable Throwable failure) {
    try {
      return Usage.of(OwnErrors.of(ledger, () -> ledger.end(evaluation, failure)));
    } catch (Throwable breach) {
      endAgain(evaluation, failure);
      throw breach;
    }
  }

  /** The breach is what the host sees; what else was thrown is suppressed in it. */
  private void endAfter(Throwable failure, Object evaluation) {
    try {
      end(evaluation, failure);
    } catch (LimitExceededError breach) {
      boolean same =
          failure instanceof LimitExceededError known && known.breach().equals(breach.breach());
      if (!same) {
        breach.addSuppressed(failure);
        throw breach;
      }
    }
  }

  /** This thread may have been stopped before the ledger heard of the end. */
  private void endAgain(Object evaluation, @Nullable Throwable failure) {
    try {
      OwnErrors.of(ledger, () -> ledger.end(evaluation, failure));
    } catch (IllegalStateException | LimitExceededError ended) {
      // As it should be.
    }
  }
}
