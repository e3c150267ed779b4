package dev.tachograph.meter;

import dev.tachograph.meter.ResourceTracker.Evaluated;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Runs what a host wants run as an evaluation, which ends whatever becomes of that. */
final class MeteredRun {
  private final LedgerPort ledger;
  private final String account;

  MeteredRun(LedgerPort ledger, String account) {
    this.ledger = ledger;
    this.account = account;
  }

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
